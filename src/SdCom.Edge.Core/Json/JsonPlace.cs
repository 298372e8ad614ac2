using System.Text.Json;
using System.Text.RegularExpressions;

namespace SdCom.Edge.Core.Json;

/// <summary>A place in a JSON text, such as <c>curve[0].price</c>; made from the reader's path, <c>$.curve[0].price</c>.</summary>
internal sealed partial class JsonPlace
{
    private readonly List<string> steps;

    public JsonPlace(string? path) => steps = [.. Step().Matches(path ?? string.Empty).Select(match => match.Value.StartsWith("['", StringComparison.Ordinal) ? "." + match.Value[2..^2] : match.Value)];

    public override string ToString() => steps.Count == 0 ? "the file" : string.Concat(steps).TrimStart('.');

    /// <summary>The name of a key below this place.</summary>
    public string Child(string key) => steps.Count == 0 ? key : $"{this}.{key}";

    /// <summary>This place, whose last step is a key; the reader's path sometimes stops one short of it.</summary>
    public string WithLast(string key) => steps.Count > 0 && steps[^1] == "." + key ? ToString() : Child(key);

    /// <summary>What stands there, shortened; "something else" when it cannot be found.</summary>
    public string ValueIn(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement value = document.RootElement;
            foreach (string step in steps)
                value = step[0] == '[' ? value[int.Parse(step[1..^1], System.Globalization.CultureInfo.InvariantCulture)] : value.GetProperty(step[1..]);
            string text = value.GetRawText().ReplaceLineEndings(" ");
            return text.Length <= 60 ? text : text[..57] + "...";
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            return "something else";
        }
    }

    [GeneratedRegex(@"\.[^.\[\]]+|\[\d+\]|\['.*?'\]")]
    private static partial Regex Step();
}
