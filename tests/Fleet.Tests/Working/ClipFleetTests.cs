using System.Text.Json;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Host;

namespace SdCom.Edge.Fleet.Tests.Working;

/// <summary>The program as scripts start it, on a real broker: submit, workers, results.</summary>
public class ClipFleetTests(SharedBroker shared, Models models)
{
    [Fact]
    public void Every_clip_has_exactly_one_result_and_it_equals_the_one_machine_result()
    {
        string url = Url();
        ClipFolder clips = new(models.NewPath(), 12);
        File.WriteAllBytes(Path.Combine(clips.Path, "broken.mp4"), new byte[500]);
        clips.Add("broken.mp4,hover,test");
        Dictionary<string, JsonElement> expected = OneMachine(clips);
        using HostProcess first = Worker(url, "first"), second = Worker(url, "second");
        Submit(url, clips, "13 clips: 13 submitted, 0 were there already.");
        (int code, string output, string errors) = HostProcess.Run("fleet", "results", "--broker", url, "--wait");
        Assert.True(code == 0, errors);
        JsonElement[] lines = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(13, lines.Length);
        Assert.Equal(expected.Keys.Order(), lines.Select(line => line.GetProperty("path").GetString()!).Order());
        foreach (JsonElement line in lines.Where(line => line.TryGetProperty("answer", out _)))
            AssertSame(expected[line.GetProperty("path").GetString()!], line);
        JsonElement dead = Assert.Single(lines, line => line.TryGetProperty("reason", out _));
        Assert.Equal(expected[dead.GetProperty("path").GetString()!].GetProperty("problem").GetString(), dead.GetProperty("reason").GetString());
        Assert.Equal(["first", "second"], lines.Where(line => line.TryGetProperty("answer", out _)).Select(line => line.GetProperty("node").GetString()).Distinct().Order());

        // Twice does nothing twice.
        Submit(url, clips, "13 clips: 0 submitted, 13 were there already.");
        JsonElement sums = HostProcess.Json("fleet", "results", "--broker", url);
        Assert.Equal((13, 12, 1, 0), (Int(sums, "submitted"), Int(sums, "answered"), Int(sums, "dead"), Int(sums, "open")));
        JsonElement status = HostProcess.Json("fleet", "status", "--broker", url, "--listen", "1.5");
        Assert.Equal(["first", "second"], status.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("node").GetString()));
        Assert.Equal(12, status.GetProperty("nodes").EnumerateArray().Sum(node => Int(node, "clipsDone")));
        Assert.Equal((0, 1), (Int(status, "backlog"), Int(status, "deadClips")));

        first.Terminate();
        second.Terminate();
        Assert.Equal(0, first.Wait());
        Assert.Equal(0, second.Wait());
    }

    internal static void AssertSame(JsonElement expected, JsonElement actual)
    {
        foreach (string key in (string[])["label", "answer", "probabilities", "frames", "macs"])
            Assert.Equal(expected.GetProperty(key).GetRawText(), actual.GetProperty(key).GetRawText());
    }

    private Dictionary<string, JsonElement> OneMachine(ClipFolder clips)
    {
        string answers = models.NewPath(".jsonl");
        HostProcess.Json("eval", "--model", models.Small.Directory, "--clips", clips.List, "--threads", "1", "--answers", answers);
        return File.ReadLines(answers).Select(line => JsonDocument.Parse(line).RootElement).ToDictionary(line => line.GetProperty("path").GetString()!);
    }

    private string Url()
    {
        BrokerSettings broker = shared.NewHost();
        return $"amqp://127.0.0.1:{broker.PortNumber}/{broker.VirtualHost}";
    }

    private HostProcess Worker(string url, string node) =>
        HostProcess.Start("worker", "--broker", url, "--model", models.Small.Directory, "--threads", "1", "--node", node, "--heartbeat", "0.5");

    private void Submit(string url, ClipFolder clips, string says)
    {
        (int code, string output, string errors) = HostProcess.Run("submit", "--broker", url, "--model", models.Small.Directory, "--clips", clips.List);
        Assert.True(code == 0, errors);
        Assert.Equal(says, output.Trim());
    }

    private static int Int(JsonElement element, string key) => element.GetProperty(key).GetInt32();
}
