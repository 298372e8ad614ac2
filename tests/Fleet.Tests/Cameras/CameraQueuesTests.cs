using System.Diagnostics;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Cameras;
using SdCom.Edge.Fleet.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Host;

namespace SdCom.Edge.Fleet.Tests.Cameras;

/// <summary>Cameras that are spread over several queues.</summary>
public class CameraQueuesTests(SharedBroker shared, Models models)
{
    private const int Queues = 5;
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(10);

    [Fact]
    public void Cameras_spread_evenly_and_each_always_belongs_to_the_same_queue()
    {
        int[] counts = new int[Queues];
        for (int i = 0; i < 1000; i++)
        {
            counts[CameraQueues.NumberOf($"camera-{i}", Queues)]++;
            Assert.Equal(0, CameraQueues.NumberOf($"camera-{i}", 1));
        }

        Assert.All(counts, count => Assert.InRange(count, 150, 250));
        Assert.Equal(4, CameraQueues.NumberOf("north", Queues)); // as it was when this was written: cameras must not wander between versions
    }

    [Fact]
    public async Task With_fewer_nodes_than_queues_every_camera_runs_once_and_those_of_a_dead_node_run_elsewhere_as_soon()
    {
        BrokerSettings broker = shared.NewHost();
        FleetProgram fleet = new(FleetProgram.UrlOf(broker), models.Small.Directory);
        Assert.Equal(0, HostProcess.Run("fleet", "setup", "--broker", fleet.Url, "--model", models.Small.Directory, "--camera-queues", $"{Queues}").ExitCode);
        string[] names = [.. Enumerable.Range(0, Queues).Select(queue => Enumerable.Range(0, 1000).Select(i => $"camera{i}").First(name => CameraQueues.NumberOf(name, Queues) == queue)), "north"];
        string list = models.NewPath(".csv");
        File.WriteAllLines(list, ["camera,source", .. names.Select(name => $"{name},synthetic:hover")]);
        fleet.Submit("--cameras", list);
        Assert.Equal(names.Length, fleet.Status(0.1).GetProperty("waitingCameras").GetInt32());
        await using FleetClient client = await FleetClient.OpenAsync(broker, "test", TestContext.Current.CancellationToken);
        await using NodeListener nodes = await NodeListener.StartAsync(client);
        using NodeProcess first = Worker("first"), second = Worker("second");
        Tools.Until(() => nodes.Running.Count == names.Length, "not all cameras ran");
        Dictionary<string, (string Node, Fence Fence)> before = nodes.Running.ToDictionary();
        string victim = before["north"].Node;
        Stopwatch moved = Stopwatch.StartNew();
        (victim == "first" ? first : second).Kill();
        Tools.Until(() => nodes.Running.Count == names.Length && nodes.Running.Values.All(lease => lease.Node != victim), "the cameras never moved");
        Assert.True(moved.Elapsed < Promise, $"took {moved.Elapsed}");
        Assert.All(nodes.Running, lease => Assert.True(before[lease.Key].Node == victim ? lease.Value.Fence > before[lease.Key].Fence : lease.Value.Fence == before[lease.Key].Fence, first.Said + second.Said));

        NodeProcess Worker(string node) => new([], "worker", "--broker", fleet.Url, "--model", models.Small.Directory, "--threads", "1", "--node", node, "--take", "cameras");
    }
}
