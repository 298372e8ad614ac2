using System.Globalization;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Clips;

namespace SdCom.Edge.Training.Data.Annotations;

/// <summary>
/// Kinetics' CSV (DeepMind): header <c>label,youtube_id,time_start,time_end,split[,is_cc]</c>, splits train, val or validate, test. The annotation is one
/// such file, or a folder with train.csv and val.csv (or validate.csv). Mini-Kinetics-200 (Xie et al. 2018, repository s9xie/Mini-Kinetics-200) is the part of it
/// that train_ytid_list.txt and val_ytid_list.txt beside the CSV name, one YouTube id a line. Files, as the usual crawlers name them:
/// [split/][class/]ID_000010_000020 or ID. A video's id is its group: clips of one video must not lie on both sides.
/// </summary>
internal sealed class KineticsAnnotations : IAnnotationFormat
{
    private static readonly string[] Columns = ["label", "youtube_id", "time_start", "time_end", "split"];
    private static readonly string[] Files = ["train.csv", "val.csv", "validate.csv", "validation.csv"];

    public string Name => "mini-kinetics";

    public AnnotatedClips Read(string annotations, string? media)
    {
        bool isFolder = Directory.Exists(annotations);
        string folder = Path.GetFullPath(isFolder ? annotations : Path.GetDirectoryName(annotations)!);
        string[] lists = isFolder ? [.. Files.Select(f => Path.Combine(folder, f)).Where(File.Exists)] : [annotations];
        if (lists.Length == 0)
            throw new InputException($"{folder}: holds none of {string.Join(", ", Files)}; name the folder of Kinetics' CSV files, or one of them.");
        HashSet<string>? train = Ids(folder, "train_ytid_list.txt"), validation = Ids(folder, "val_ytid_list.txt");
        List<Clip> clips = [];
        foreach (string list in lists)
        {
            foreach (Clip clip in ReadList(list, media ?? folder))
            {
                HashSet<string>? chosen = clip.Subset!.StartsWith("val", StringComparison.Ordinal) ? validation : clip.Subset == "train" ? train : null;
                if (chosen is null || chosen.Contains(clip.Group!))
                    clips.Add(clip);
            }
        }

        return new AnnotatedClips(clips, [.. clips.Select(c => c.Label).Distinct().Order(StringComparer.Ordinal)], Path.GetFullPath(media ?? folder));
    }

    private static HashSet<string>? Ids(string folder, string file)
    {
        string path = Path.Combine(folder, file);
        return File.Exists(path) ? [.. AnnotationText.Names(path)] : null;
    }

    private static IEnumerable<Clip> ReadList(string file, string media)
    {
        string[] lines = AnnotationText.Lines(file);
        List<string> header = lines.Length > 0 ? CsvLine.Split(lines[0]) ?? [] : [];
        int[] at = [.. Columns.Select(c => header.IndexOf(c))];
        if (Array.IndexOf(at, -1) is >= 0 and int missing)
            throw new InputException($"{file}: line 1: the column {Columns[missing]} is missing, got '{(lines.Length > 0 ? lines[0] : "")}'; the header must be {string.Join(',', Columns)}.");
        for (int i = 1; i < lines.Length; i++)
        {
            if (lines[i].Trim().Length == 0)
                continue;
            List<string> fields = CsvLine.Split(lines[i]) ?? [];
            if (fields.Count != header.Count)
                throw new InputException($"{file}: line {i + 1}: must have {header.Count} fields as the header has, got '{lines[i]}'.");
            string label = Text(at[0], "label"), id = Text(at[1], "youtube_id"), split = Text(at[4], "split");
            string name = $"{id}_{Second(at[2], "time_start"):000000}_{Second(at[3], "time_end"):000000}";
            string spaceless = label.Replace(' ', '_');
            yield return new Clip(
                ClipFiles.Find(media, $"{split}/{label}/{name}", $"{split}/{spaceless}/{name}", $"{label}/{name}", $"{spaceless}/{name}", $"{split}/{name}", name, id), label, id, split, i + 1);

            string Text(int column, string key) =>
                fields[column].Length > 0 ? fields[column] : throw new InputException($"{file}: line {i + 1}: {key} must not be empty.");

            int Second(int column, string key) => double.TryParse(fields[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double second) && second >= 0
                ? (int)second
                : throw new InputException($"{file}: line {i + 1}: {key} must be seconds, got '{fields[column]}'.");
        }
    }
}
