using System.Globalization;
using System.Text.Json;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Host;

public class EvalTests(Models models)
{
    [Fact]
    public void Clips_are_scored_and_unreadable_ones_left_out_with_their_reasons()
    {
        string list = List(["hover", "land", "wave_off"], extra: "broken.mp4,hover,test\ngone.mp4,land,test\nother.mp4,land,train\n");
        File.WriteAllBytes(Path.Combine(Path.GetDirectoryName(list)!, "broken.mp4"), new byte[500]);
        JsonElement report = HostProcess.Json("eval", "--model", models.Small.Directory, "--clips", list, "--subset", "test", "--threads", "1");
        Assert.Equal(3, report.GetProperty("clips").GetInt32());
        JsonElement skipped = report.GetProperty("skippedClips");
        Assert.Equal(2, skipped.GetArrayLength());
        Assert.EndsWith("broken.mp4", skipped[0].GetProperty("path").GetString(), StringComparison.Ordinal);
        Assert.Contains("not a readable video", skipped[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Contains("no such file", skipped[1].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(3, report.GetProperty("confusion").EnumerateArray().Sum(row => row.EnumerateArray().Sum(cell => cell.GetInt32())));
        Assert.Equal(1, report.GetProperty("widthShare").EnumerateObject().Sum(share => share.Value.GetDouble()), 1e-3);
        Assert.Equal(models.Small.Costs.FullFrame, report.GetProperty("fullMacsPerFrame").GetInt64());
        Assert.InRange(report.GetProperty("top5").GetDouble(), report.GetProperty("top1").GetDouble(), 1);
        Assert.True(report.GetProperty("latencyMs").GetProperty("p95").GetDouble() >= report.GetProperty("latencyMs").GetProperty("median").GetDouble());
    }

    [Fact]
    public void A_fixed_full_width_spends_everything()
    {
        JsonElement report = HostProcess.Json("eval", "--model", models.Small.Directory, "--clips", List(["hover"]), "--width", "1", "--threads", "1");
        Assert.Equal(models.Small.Costs.FullFrame, report.GetProperty("macsPerFrame").GetDouble());
        Assert.Equal(0, report.GetProperty("macsSaved").GetDouble());
        Assert.Equal(1, report.GetProperty("widthShare").GetProperty("1").GetDouble());
    }

    [Theory]
    [InlineData("gate")]
    [InlineData("random")]
    public void A_budget_a_frame_is_kept(string policy)
    {
        long budget = (models.Small.Costs.Frame(0) + models.Small.Costs.FullFrame) / 2;
        JsonElement report = HostProcess.Json(
            "eval", "--model", models.Small.Directory, "--clips", List(["hover", "land"]), "--policy", policy, "--threads", "1",
            "--budget-macs", budget.ToString(CultureInfo.InvariantCulture));
        Assert.InRange(report.GetProperty("macsPerFrame").GetDouble(), models.Small.Costs.Frame(0), budget);
        Assert.Equal(0, report.GetProperty("budgetOvershoot").GetInt64());
        Assert.Equal(0, report.GetProperty("droppedFrames").GetInt64());
    }

    private string List(string[] actions, string extra = "")
    {
        string folder = Directory.CreateDirectory(models.NewPath()).FullName;
        string list = Path.Combine(folder, "clips.csv");
        IEnumerable<string> lines = actions.Select((action, i) =>
        {
            Pictures.WriteClip(Path.Combine(folder, $"{i}.mp4"), action);
            return $"{i}.mp4,{action},test\n";
        });
        File.WriteAllText(list, $"path,label,subset\n{string.Concat(lines)}{extra}");
        return list;
    }
}
