using System.Globalization;
using System.Text.Json;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Clips;

namespace SdCom.Edge.Training.Data.Annotations;

/// <summary>
/// Something-Something V1 (20BN): the folder of something-something-v1-labels.csv (a class a line), -train.csv and -validation.csv (no header, a line is
/// <c>id;class</c>). A clip is the folder 20bn-something-something-v1/ID of frames 00001.jpg and on, extracted at 12 a second. The test list has no labels and is left out.
/// </summary>
internal sealed class SomethingV1Annotations : IAnnotationFormat
{
    private const string Prefix = "something-something-v1-";

    public string Name => "something-v1";

    public AnnotatedClips Read(string annotations, string? media)
    {
        string folder = Path.GetFullPath(annotations);
        string videos = Path.GetFullPath(media ?? Path.Combine(folder, "20bn-something-something-v1"));
        List<string> classes = AnnotationText.Names(Path.Combine(folder, $"{Prefix}labels.csv"));
        HashSet<string> known = [.. classes];
        List<Clip> clips = [];
        foreach (string subset in SomethingSubsets.Labelled)
        {
            string file = Path.Combine(folder, $"{Prefix}{subset}.csv");
            string[] lines = AnnotationText.Lines(file);
            for (int i = 0; i < lines.Length; i++)
            {
                if (lines[i].Trim().Length == 0)
                    continue;
                int gap = lines[i].IndexOf(';', StringComparison.Ordinal);
                if (gap <= 0)
                    throw new InputException($"{file}: line {i + 1}: must be id;class, got '{lines[i]}'.");
                string label = lines[i][(gap + 1)..].Trim();
                if (!known.Contains(label))
                    throw new InputException($"{file}: line {i + 1}: the class must be one of {Prefix}labels.csv, got '{label}'.");
                clips.Add(new Clip(Path.Combine(videos, lines[i][..gap].Trim()), label, null, subset, i + 1));
            }
        }

        return new AnnotatedClips(clips, classes, videos) { FolderFramesPerSecond = 12 };
    }
}

/// <summary>
/// Something-Something V2 (20BN, now Qualcomm): the folder of something-something-v2-labels.json (class to index, the index as text), -train.json and
/// -validation.json (a list of <c>id</c>, <c>label</c>, <c>template</c> with [something] in brackets, <c>placeholders</c>); newer downloads leave the prefix out. A class is a template without
/// its brackets. A clip is 20bn-something-something-v2/ID.webm, or a folder of that name with frames. The test list has no labels and is left out.
/// </summary>
internal sealed class SomethingV2Annotations : IAnnotationFormat
{
    private const string Prefix = "something-something-v2-";

    public string Name => "something-v2";

    public AnnotatedClips Read(string annotations, string? media)
    {
        string folder = Path.GetFullPath(annotations);
        string videos = Path.GetFullPath(media ?? Path.Combine(folder, "20bn-something-something-v2"));
        string[] classes = Classes(Named(folder, "labels"));
        HashSet<string> known = [.. classes];
        List<Clip> clips = [];
        foreach (string subset in SomethingSubsets.Labelled)
        {
            string file = Named(folder, subset);
            using JsonDocument document = AnnotationText.Json(file);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
                throw new InputException($"{file}: must be a list [ ] of clips, got {AnnotationText.Short(document.RootElement)}.");
            int i = 0;
            foreach (JsonElement entry in document.RootElement.EnumerateArray())
            {
                string place = $"[{i++}].";
                string id = AnnotationText.Text(file, place, entry, "id");
                string label = AnnotationText.Text(file, place, entry, "template").Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
                if (!known.Contains(label))
                    throw new InputException($"{file}: {place}template must be a class of {Path.GetFileName(Named(folder, "labels"))}, got '{label}'.");
                clips.Add(new Clip(ClipFiles.Find(videos, $"{id}.webm", id), label, null, subset, i));
            }
        }

        return new AnnotatedClips(clips, classes, videos) { FolderFramesPerSecond = 12 };
    }

    private static string Named(string folder, string part)
    {
        string longer = Path.Combine(folder, $"{Prefix}{part}.json"), shorter = Path.Combine(folder, $"{part}.json");
        return !File.Exists(longer) && File.Exists(shorter) ? shorter : longer;
    }

    private static string[] Classes(string file)
    {
        using JsonDocument document = AnnotationText.Json(file);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw new InputException($"{file}: must be an object of class and index, got {AnnotationText.Short(document.RootElement)}.");
        string?[] classes = new string?[document.RootElement.EnumerateObject().Count()];
        foreach (JsonProperty entry in document.RootElement.EnumerateObject())
        {
            string text = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString()! : entry.Value.GetRawText();
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int index) || index >= classes.Length || classes[index] is not null)
                throw new InputException($"{file}: '{entry.Name}' must have an index of its own from 0 to {classes.Length - 1}, got {AnnotationText.Short(entry.Value)}.");
            classes[index] = entry.Name;
        }

        return classes!;
    }
}

internal static class SomethingSubsets
{
    public static string[] Labelled { get; } = ["train", "validation"];
}
