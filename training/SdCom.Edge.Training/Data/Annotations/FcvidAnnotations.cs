using SdCom.Edge.Core;
using SdCom.Edge.Core.Clips;

namespace SdCom.Edge.Training.Data.Annotations;

/// <summary>
/// FCVID's materials (Fudan-Columbia Video Dataset, Jiang et al. 2018), two text files whose lines belong together: FCVID_VideoName_TrainTestSplit.txt, a
/// line is <c>video.mp4 train|test</c>, and FCVID_Label.txt, a line is a 0 or 1 for each of the 239 classes. The annotation is the folder with both.
/// Class names come from a labels.txt beside them (one a line, in the columns' order); without it they are class_000 and so on. A video of
/// several classes counts as the first of them.
/// </summary>
internal sealed class FcvidAnnotations : IAnnotationFormat
{
    private const string SplitFile = "FCVID_VideoName_TrainTestSplit.txt";
    private const string LabelFile = "FCVID_Label.txt";

    public string Name => "fcvid";

    public AnnotatedClips Read(string annotations, string? media)
    {
        string folder = Path.GetFullPath(Directory.Exists(annotations) ? annotations : Path.GetDirectoryName(annotations)!);
        string splitFile = Path.Combine(folder, SplitFile), labelFile = Path.Combine(folder, LabelFile);
        List<string> videos = AnnotationText.Names(splitFile), rows = AnnotationText.Names(labelFile);
        if (videos.Count != rows.Count)
            throw new InputException($"{labelFile}: must have a line for each of the {videos.Count} videos of {SplitFile}, got {rows.Count}.");
        List<Clip> clips = [];
        List<string>? classes = null;
        int several = 0;
        for (int i = 0; i < videos.Count; i++)
        {
            (string name, string subset) = Split(splitFile, i + 1, videos[i]);
            string[] marks = rows[i].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            classes ??= ClassNames(folder, marks.Length);
            int[] positive = Positive(labelFile, i + 1, marks, classes.Count);
            if (positive.Length > 1)
                several++;
            clips.Add(new Clip(ClipFiles.Find(media ?? folder, name), classes[positive[0]], name, subset, i + 1));
        }

        return new AnnotatedClips(clips, classes ?? [], Path.GetFullPath(media ?? folder))
        {
            Remark = several > 0 ? $"{several} videos have several classes; each counts as the first of them." : null,
        };
    }

    private static (string Name, string Subset) Split(string file, int line, string text)
    {
        int gap = text.LastIndexOfAny([' ', '\t']); // names may hold spaces, subsets do not
        string subset = text[(gap + 1)..];
        if (gap <= 0 || subset is not ("train" or "test"))
            throw new InputException($"{file}: line {line}: must be a video's name and train or test, got '{text}'.");
        return (text[..gap].Trim().Replace('\\', '/'), subset);
    }

    private static int[] Positive(string file, int line, string[] marks, int classes)
    {
        if (marks.Length != classes)
            throw new InputException($"{file}: line {line}: must have {classes} numbers as there are classes, got {marks.Length}.");
        if (Array.Find(marks, m => m is not ("0" or "1")) is { } other)
            throw new InputException($"{file}: line {line}: must be 0 or 1 for each class, got '{other}'.");
        int[] positive = [.. Enumerable.Range(0, marks.Length).Where(i => marks[i] == "1")];
        return positive.Length > 0 ? positive : throw new InputException($"{file}: line {line}: must have a 1 for at least one class.");
    }

    private static List<string> ClassNames(string folder, int columns)
    {
        string file = Path.Combine(folder, "labels.txt");
        if (!File.Exists(file))
            return [.. Enumerable.Range(0, columns).Select(i => FormattableString.Invariant($"class_{i:000}"))];
        List<string> names = AnnotationText.Names(file);
        return names.Count == columns ? names : throw new InputException($"{file}: must name the {columns} classes of {LabelFile}, got {names.Count} lines.");
    }
}
