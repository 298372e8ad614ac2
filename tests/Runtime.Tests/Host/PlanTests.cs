using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using SdCom.Edge.Host.Commands;
using SdCom.Edge.Host.Plots;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Host;

public class PlanTests(Models models)
{
    [Fact]
    public void Profiles_that_are_planned_together_come_out_as_each_is_evaluated_alone()
    {
        string list = List("hover", "land", "wave_off");
        long cheapest = models.Small.Costs.Frame(0), full = models.Small.Costs.FullFrame;
        string rich = Profile("rich", full * 4, full * 20, """{ "conditions": "by hand", "model": "small", "measuredUtc": "2026-01-31T12:00:00Z", "widths": { "0": { "medianMs": 4, "p95Ms": 5, "joules": 0.5 }, "0.25": { "medianMs": 4, "p95Ms": 5, "joules": 0.5 }, "0.5": { "medianMs": 4, "p95Ms": 5, "joules": 0.5 }, "0.75": { "medianMs": 4, "p95Ms": 5, "joules": 0.5 }, "1": { "medianMs": 4, "p95Ms": 5, "joules": 0.5 } } }""");
        string poor = Profile("poor", cheapest * 25 / 16, cheapest, "null"); // every other frame cannot be paid for
        string plot = models.NewPath(".svg");
        JsonElement plan = HostProcess.Json("plan", "--model", models.Small.Directory, "--profile", rich, "--profile", poor, "--clips", list, "--threads", "1", "--plot", plot);
        JsonElement[] planned = [.. plan.GetProperty("profiles").EnumerateArray()];
        foreach ((string profile, JsonElement expectation) in new[] { rich, poor }.Zip(planned))
        {
            JsonElement alone = HostProcess.Json("eval", "--model", models.Small.Directory, "--profile", profile, "--clips", list, "--threads", "1");
            foreach (string figure in (string[])["top1", "meanAp", "macsPerFrame", "macsSaved", "widthShare", "budgetOvershoot", "droppedFrames"])
                Assert.Equal(alone.GetProperty(figure).GetRawText(), expectation.GetProperty(figure).GetRawText());
            Assert.Equal(0, expectation.GetProperty("budgetOvershoot").GetInt64());
        }

        Assert.True(planned[1].GetProperty("droppedFrames").GetInt64() > 0);
        Assert.Equal(4, planned[0].GetProperty("predictedMsPerFrame").GetDouble());
        Assert.Equal(0.5 * 3.125, planned[0].GetProperty("predictedWatts").GetDouble(), 1e-3);
        Assert.Equal(JsonValueKind.Null, planned[1].GetProperty("predictedMsPerFrame").ValueKind);
        Assert.StartsWith("not measured", planned[1].GetProperty("notPredicted").GetString(), StringComparison.Ordinal);
        JsonElement[] widths = [.. plan.GetProperty("fixedWidths").EnumerateArray()];
        Assert.Equal(models.Small.Network.Widths.Select((_, i) => models.Small.Costs.Frame(i)), widths.Select(width => width.GetProperty("macsPerFrame").GetInt64()));

        XElement picture = XDocument.Load(plot).Root!;
        Assert.Equal("svg", picture.Name.LocalName);
        Assert.Equal((2 * 2) + 5 + 1, picture.Elements().Count(element => element.Name.LocalName == "circle")); // each profile and its legend, the widths and theirs
        Assert.Contains(picture.Elements(), element => element.Value == "poor");
    }

    [Fact]
    public void A_limit_draws_evenly_from_the_whole_list()
    {
        PlanRequest request = new() { Model = "m", Profiles = [], Clips = "c", Limit = 3 };
        Assert.Equal([0, 3, 6], request.Draw([.. Enumerable.Range(0, 10)]));
        Assert.Equal([1, 2], request.Draw([1, 2]));
    }

    [Theory]
    [InlineData(0, 232.7, 0, 250, 6)]
    [InlineData(66.7, 73.3, 66, 74, 5)]
    [InlineData(50, 50, 50, 50.5, 6)]
    public void An_axis_begins_and_ends_at_round_values_around_the_data(double low, double high, double start, double end, int values)
    {
        Axis axis = Axis.Over(low, high, 6);
        Assert.Equal((start, end), (axis.Start, axis.End));
        Assert.Equal(values, axis.Values.Count());
        Assert.InRange(axis.Share(low), 0, 1);
        Assert.InRange(axis.Share(high), 0, 1);
    }

    [Theory]
    [InlineData(2, "--plot must name an .svg file", "--plot", "plan.png")]
    [InlineData(2, "--limit must be positive", "--limit", "0")]
    [InlineData(1, "/no/such.json: the file is missing", "--profile", "/no/such.json")]
    public void Wrong_input_is_one_line(int code, string expected, params string[] more)
    {
        (int exitCode, string output, string errors) = HostProcess.Run(
            ["plan", "--model", models.Small.Directory, "--profile", Profile("p", models.Small.Costs.FullFrame, models.Small.Costs.FullFrame, "null"), "--clips", "clips.csv", .. more]);
        Assert.Equal(code, exitCode);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
        Assert.Empty(output);
    }

    [Fact]
    public void A_budget_in_milliseconds_is_planned_only_with_times_of_the_device_itself()
    {
        string path = Profile("slow", 1, 1, "null");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"macsPerSecond\": 1, \"burstMacs\": 1", "\"millisecondsPerFrame\": 5", StringComparison.Ordinal));
        (int exitCode, _, string errors) = HostProcess.Run("plan", "--model", models.Small.Directory, "--profile", path, "--clips", List("hover"));
        Assert.Equal(1, exitCode);
        Assert.Contains("budget.millisecondsPerFrame can be planned only with a measured table", errors, StringComparison.Ordinal);
    }

    private string Profile(string name, long rate, long burst, string measured)
    {
        string path = models.NewPath(".json");
        File.WriteAllText(path, string.Create(CultureInfo.InvariantCulture, $$"""
            { "formatVersion": 1, "device": "{{name}}", "note": "", "engine": "onnxruntime", "provider": "cpu", "threads": 1, "widths": null, "targetFps": null,
              "budget": { "macsPerSecond": {{rate}}, "burstMacs": {{burst}} }, "deadlineMs": null, "limits": null, "measured": {{measured}} }
            """));
        return path;
    }

    private string List(params string[] actions)
    {
        string folder = Directory.CreateDirectory(models.NewPath()).FullName;
        string list = Path.Combine(folder, "clips.csv");
        IEnumerable<string> lines = actions.Select((action, i) =>
        {
            Pictures.WriteClip(Path.Combine(folder, $"{i}.mp4"), action, seconds: 3);
            return $"{i}.mp4,{action}\n";
        });
        File.WriteAllText(list, $"path,label\n{string.Concat(lines)}");
        return list;
    }
}
