using System.Text.Json;
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
        FleetProgram fleet = new(FleetProgram.UrlOf(shared.NewHost()), models.Small.Directory);
        ClipFolder clips = new(models.NewPath(), 12);
        File.WriteAllBytes(Path.Combine(clips.Path, "broken.mp4"), new byte[500]);
        clips.Add("broken.mp4,hover,test");
        Dictionary<string, JsonElement> expected = fleet.OneMachine(clips, models.NewPath(".jsonl"));
        using HostProcess first = fleet.Worker("first", "--heartbeat", "0.5"), second = fleet.Worker("second", "--heartbeat", "0.5");
        Tools.Until(() => fleet.Status().GetProperty("nodes").GetArrayLength() == 2, "the workers never came");
        Assert.Equal("13 clips: 13 submitted, 0 were there already.", fleet.SubmitClips(clips));
        JsonElement[] results = fleet.Results();
        FleetProgram.AssertSame(expected, results);
        Assert.Equal(["first", "second"], results.Where(line => line.TryGetProperty("answer", out _)).Select(line => line.GetProperty("node").GetString()).Distinct().Order());

        // Twice does nothing twice.
        Assert.Equal("13 clips: 0 submitted, 13 were there already.", fleet.SubmitClips(clips));
        JsonElement sums = fleet.Sums();
        Assert.Equal((13, 12, 1, 0), (Int(sums, "submitted"), Int(sums, "answered"), Int(sums, "dead"), Int(sums, "open")));
        JsonElement status = fleet.Status();
        Assert.Equal(12, status.GetProperty("nodes").EnumerateArray().Sum(node => Int(node, "clipsDone")));
        Assert.Equal((0, 1), (Int(status, "backlog"), Int(status, "deadClips")));

        first.Terminate();
        second.Terminate();
        Assert.Equal((0, 0), (first.Wait(), second.Wait()));
    }

    [Fact]
    public void Without_a_fleet_the_brokers_client_is_not_even_loaded()
    {
        using HostProcess run = HostProcess.Start("run", "--model", models.Small.Directory, "--source", "synthetic:hover", "--threads", "1", "--seconds", "20");
        string maps = $"/proc/{run.Id}/maps";
        Tools.Until(() => File.ReadAllText(maps).Contains("SdCom.Edge.Runtime.dll", StringComparison.Ordinal), "the run never began");
        Thread.Sleep(1000); // it recognises now
        Assert.DoesNotContain("RabbitMQ.Client", File.ReadAllText(maps), StringComparison.Ordinal);
        run.Kill();
    }

    private static int Int(JsonElement element, string key) => element.GetProperty(key).GetInt32();
}
