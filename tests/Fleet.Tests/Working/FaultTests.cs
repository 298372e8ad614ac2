using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SdCom.Edge.Fleet.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Deploy;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Fleet.Tests.Working;

/// <summary>What a fleet of clips survives. Short in the suite; SDCOM_FLEET_FAULTS=120 (seconds) on request, on real clips where ../shared has them.</summary>
public class FaultTests(Models models)
{
    private static readonly double Seconds = double.Parse(Environment.GetEnvironmentVariable("SDCOM_FLEET_FAULTS") ?? "9", CultureInfo.InvariantCulture);

    private static bool IsLong => Seconds >= 60;

    [Fact]
    public void Workers_killed_the_broker_killed_and_a_node_cut_off_leave_exactly_one_result_of_each_clip_equal_to_the_one_machine_result()
    {
        using NetworkNamespace? network = NetworkNamespace.TryCreate();
        using RabbitBroker broker = new(models.Folder, network?.Address);
        using MuteProxy proxy = new(broker.Port);
        (Action cut, Action heal) = network is null ? ((Action)proxy.Cut, (Action)proxy.Heal) : (network.Cut, network.Heal);
        string farUrl = network is null ? $"amqp://127.0.0.1:{proxy.Port}" : broker.UrlAt(network.Address);
        string model = IsLong ? Path.Combine(Repository.Root, "models", "marshalling") : models.Small.Directory;
        FleetProgram fleet = new(broker.Url, model);
        ClipFolder clips = IsLong ? ClipFolder.OfMarshalling(models.NewPath()) : new ClipFolder(models.NewPath(), 24);
        Dictionary<string, JsonElement> expected = fleet.OneMachine(clips, models.NewPath(".jsonl"));
        string profile = Profile(expected.Values.Sum(answer => answer.GetProperty("macs").GetInt64()), workers: 3);
        fleet.SubmitClips(clips);

        Random chance = new(20261125);
        int kills = 0, restarts = 0, cuts = 0;
        NodeProcess[] nodes = [.. Enumerable.Range(0, 3).Select(Start)];
        double killEvery = IsLong ? 5 : 2;
        Queue<double> brokerKills = new(IsLong ? [0.3 * Seconds, 0.7 * Seconds] : [0.4 * Seconds]);
        double cutAt = 0.5 * Seconds, healAt = cutAt + (IsLong ? 15 : 2);
        Stopwatch time = Stopwatch.StartNew();
        bool healed = false;
        for (double next = killEvery; next < Seconds; next += killEvery)
        {
            WaitUntil(next);
            int victim = chance.Next(2); // the third one is cut off instead
            nodes[victim].Kill();
            nodes[victim].Dispose();
            nodes[victim] = Start(victim);
            kills++;
        }

        WaitUntil(Seconds);
        int openAtTheLastFault = fleet.Sums().GetProperty("open").GetInt32();
        JsonElement[] results = fleet.Results();
        FleetProgram.AssertSame(expected, results);
        JsonElement sums = fleet.Sums();
        Assert.Equal((expected.Count, 0), (sums.GetProperty("answered").GetInt32(), sums.GetProperty("open").GetInt32()));
        TestContext.Current.SendDiagnosticMessage(
            $"{expected.Count} clips, {kills} workers killed, broker killed {restarts} times, {cuts} node cut off by {(network is null ? "a mute proxy" : "its network namespace")}; {openAtTheLastFault} clips were open at the end of the faults, all settled after {time.Elapsed.TotalSeconds:0} s; {sums.GetProperty("duplicates").GetInt32()} results came twice and were left out");
        Assert.True(openAtTheLastFault > 0, "the work was over before the faults were: they proved little");
        Assert.Equal([0, 0, 0], nodes.Select(node => node.Terminate()));
        Array.ForEach(nodes, node => node.Dispose());

        NodeProcess Start(int node) => new(
            node == 2 ? network?.Enter ?? [] : [], "worker", "--broker", node == 2 ? farUrl : broker.Url, "--model", model, "--profile", profile, "--threads", "1", "--take", "clips",
            "--node", $"node{node}", "--heartbeat", "1");

        void WaitUntil(double seconds)
        {
            while (time.Elapsed.TotalSeconds < seconds)
            {
                if (brokerKills.TryPeek(out double moment) && time.Elapsed.TotalSeconds >= moment)
                {
                    brokerKills.Dequeue();
                    broker.Kill();
                    broker.Start();
                    restarts++;
                }

                if (cuts == 0 && time.Elapsed.TotalSeconds >= cutAt)
                {
                    cut();
                    cuts++;
                }

                if (!healed && time.Elapsed.TotalSeconds >= healAt)
                {
                    heal();
                    healed = true;
                }

                Thread.Sleep(20);
            }
        }
    }

    // A budget that stretches the work over the time of the faults: it must not be over before they are.
    private string Profile(long macs, int workers)
    {
        string path = models.NewPath(".json");
        File.WriteAllText(path, $$"""
            {
              "formatVersion": 1, "device": "test", "note": "stretches clips over the time of a test", "engine": "onnxruntime", "provider": "cpu", "threads": 1, "widths": null,
              "targetFps": null, "budget": { "macsPerSecond": {{(long)(macs / workers / Seconds)}}, "burstMacs": 2400000000 }, "deadlineMs": null, "limits": null, "measured": null
            }
            """);
        return path;
    }
}
