using System.Text.Json;
using System.Text.Json.Nodes;

namespace SdCom.Edge.Training.Reports;

/// <summary>The lines of a run's metrics.jsonl that tell of an epoch, by stage, in the order in which the stages ran.</summary>
internal sealed class MetricsLog
{
    private readonly List<JsonObject> lines = [];

    private MetricsLog()
    {
    }

    /// <summary>Stages that have lines.</summary>
    public IEnumerable<string> Stages => lines.Select(StageOf).Distinct();

    /// <summary>Seconds of training over all stages.</summary>
    public double Seconds => Stages.Sum(stage => Of(stage).Max(line => Number(line["seconds"]) ?? 0));

    /// <summary>Reads the file; none gives no lines. Half a line at the end, of a run that was killed, is left out.</summary>
    public static MetricsLog Read(string path)
    {
        MetricsLog log = new();
        if (!File.Exists(path))
            return log;
        foreach (string text in File.ReadLines(path))
        {
            try
            {
                if (JsonNode.Parse(text) is JsonObject line && line["epoch"] is not null && line["stage"] is not null)
                    log.lines.Add(line);
            }
            catch (JsonException)
            {
                break;
            }
        }

        return log;
    }

    /// <summary>A stage's lines.</summary>
    public IEnumerable<JsonObject> Of(string stage) => lines.Where(line => StageOf(line) == stage);

    /// <summary>One number of a stage over its epochs, where it was measured.</summary>
    public IReadOnlyList<(double X, double Y)> Curve(string stage, string key) => Points(stage, line => line[key]);

    /// <summary>One number of an object within the lines, such as a width's accuracy within <c>validation</c>.</summary>
    public IReadOnlyList<(double X, double Y)> Curve(string stage, string owner, string key) => Points(stage, line => (line[owner] as JsonObject)?[key]);

    /// <summary>Keys of an object within the lines.</summary>
    public IEnumerable<string> Keys(string stage, string owner) => Of(stage).Select(line => line[owner]).OfType<JsonObject>().SelectMany(o => o.Select(e => e.Key)).Distinct();

    private static string StageOf(JsonObject line) => line["stage"]!.ToString();

    private static double? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue(out double number) ? number : null;

    private (double X, double Y)[] Points(string stage, Func<JsonObject, JsonNode?> pick) =>
        [.. Of(stage).Select(line => (X: Number(line["epoch"]) ?? 0, Y: Number(pick(line)))).Where(p => p.Y is not null).Select(p => (p.X, p.Y!.Value))];
}
