using System.Text.Json;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Clips;

namespace SdCom.Edge.Training.Data.Annotations;

/// <summary>
/// ActivityNet's JSON (activity-net.org, release 1.3): <c>database</c> holds by video id <c>subset</c> (training, validation, testing) and
/// <c>annotations</c>, a list of <c>label</c> and <c>segment</c> [start, end] in seconds. Videos are whole, as the published method takes them; one with
/// several classes counts as the one that fills most of its time. Testing videos carry no labels and are left out. Files: v_ID or ID.
/// </summary>
internal sealed class ActivityNetAnnotations : IAnnotationFormat
{
    public string Name => "activitynet";

    public AnnotatedClips Read(string annotations, string? media)
    {
        string folder = Path.GetFullPath(media ?? Path.GetDirectoryName(annotations)!);
        using JsonDocument document = AnnotationText.Json(annotations);
        List<Clip> clips = [];
        int several = 0;
        foreach (JsonProperty video in AnnotationText.Value(annotations, "", document.RootElement, "database", JsonValueKind.Object).EnumerateObject())
        {
            string place = $"database.{video.Name}.";
            string subset = AnnotationText.Text(annotations, place, video.Value, "subset");
            JsonElement segments = AnnotationText.Value(annotations, place, video.Value, "annotations", JsonValueKind.Array);
            if (subset == "testing")
                continue;
            Dictionary<string, double> seconds = Seconds(annotations, place, segments);
            if (seconds.Count == 0)
                throw new InputException($"{annotations}: {place}annotations must not be empty for the subset {subset}; remove the video or annotate it.");
            if (seconds.Count > 1)
                several++;
            string label = seconds.MaxBy(s => s.Value).Key;
            clips.Add(new Clip(ClipFiles.Find(folder, $"v_{video.Name}", video.Name), label, video.Name, subset, clips.Count + 1));
        }

        return new AnnotatedClips(clips, [.. clips.Select(c => c.Label).Distinct().Order(StringComparer.Ordinal)], folder)
        {
            Remark = several > 0 ? $"{several} videos have several classes; each counts as the one that fills most of its time." : null,
        };
    }

    private static Dictionary<string, double> Seconds(string file, string place, JsonElement segments)
    {
        Dictionary<string, double> seconds = [];
        int i = 0;
        foreach (JsonElement segment in segments.EnumerateArray())
        {
            string at = $"{place}annotations[{i++}].";
            string label = AnnotationText.Text(file, at, segment, "label");
            JsonElement ends = AnnotationText.Value(file, at, segment, "segment", JsonValueKind.Array);
            if (ends.GetArrayLength() != 2 || ends.EnumerateArray().Any(e => e.ValueKind != JsonValueKind.Number) || ends[1].GetDouble() < ends[0].GetDouble())
                throw new InputException($"{file}: {at}segment must be [start, end] in seconds, got {AnnotationText.Short(ends)}.");
            seconds[label] = seconds.GetValueOrDefault(label) + ends[1].GetDouble() - ends[0].GetDouble();
        }

        return seconds;
    }
}
