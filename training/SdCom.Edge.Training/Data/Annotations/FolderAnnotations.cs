using SdCom.Edge.Core;
using SdCom.Edge.Core.Clips;

namespace SdCom.Edge.Training.Data.Annotations;

/// <summary>
/// Plain folders, no list: <c>class/clip.mp4</c> or <c>class/clip/00001.jpg</c>, or the same below train, val and test. Without that level every
/// clip is in subset train.
/// </summary>
internal sealed class FolderAnnotations : IAnnotationFormat
{
    private static readonly string[] Subsets = ["train", "training", "val", "validation", "test", "testing"];

    public string Name => "folders";

    public AnnotatedClips Read(string annotations, string? media)
    {
        string root = Path.GetFullPath(media ?? annotations);
        if (!Directory.Exists(root))
            throw new InputException($"{root}: the folder is missing; it must hold one folder for each class.");
        List<Clip> clips = [];
        string[] top = Sorted(Directory.GetDirectories(root));
        bool divided = top.Length > 0 && Array.TrueForAll(top, t => Subsets.Contains(Path.GetFileName(t)));
        foreach (string part in divided ? top : [root])
            Add(clips, part, divided ? Path.GetFileName(part) : Subsets[0]);
        return new AnnotatedClips(clips, [.. clips.Select(c => c.Label).Distinct().Order(StringComparer.Ordinal)], root);
    }

    private static void Add(List<Clip> clips, string part, string subset)
    {
        foreach (string category in Sorted(Directory.GetDirectories(part)))
        {
            int before = clips.Count;
            foreach (string entry in Sorted(Directory.GetFileSystemEntries(category)))
            {
                if (Directory.Exists(entry) || ClipFiles.IsVideo(entry))
                    clips.Add(new Clip(entry, Path.GetFileName(category), null, subset, clips.Count + 1));
            }

            if (clips.Count == before)
                throw new InputException($"{category}: holds no clip; put videos ({string.Join(", ", ClipFiles.Extensions)}) or folders of frames into it, or remove it.");
        }
    }

    private static string[] Sorted(string[] paths)
    {
        Array.Sort(paths, StringComparer.Ordinal);
        return paths;
    }
}
