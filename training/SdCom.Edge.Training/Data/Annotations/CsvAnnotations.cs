using SdCom.Edge.Core.Clips;

namespace SdCom.Edge.Training.Data.Annotations;

/// <summary>Our own list: CSV with path,label and optionally subject or source, and subset. A labels.txt beside it gives the order of the classes; without one it is alphabetical.</summary>
internal sealed class CsvAnnotations : IAnnotationFormat
{
    public string Name => "csv";

    public AnnotatedClips Read(string annotations, string? media)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(annotations))!;
        string labels = Path.Combine(folder, "labels.txt");
        List<string>? named = File.Exists(labels) ? AnnotationText.Names(labels) : null;
        IReadOnlyList<Clip> clips = ClipList.Read(annotations, named);
        string from = media ?? folder;
        if (media is not null)
            clips = [.. clips.Select(c => c with { Path = Path.Combine(media, Path.GetRelativePath(folder, c.Path)) })];
        return new AnnotatedClips(clips, named ?? [.. clips.Select(c => c.Label).Distinct().Order(StringComparer.Ordinal)], from);
    }
}
