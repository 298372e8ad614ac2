using System.Diagnostics;
using System.Text.RegularExpressions;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Cameras;
using SdCom.Edge.Fleet.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Fleet.Tests.Cameras;

/// <summary>A node that is alive and cannot reach the broker: the case in which two could believe to hold one camera.</summary>
public partial class CutOffTests(SharedBroker shared, Models models)
{
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(10);

    [Fact]
    public void The_camera_of_a_node_behind_a_mute_proxy_stops_there_before_it_runs_elsewhere_within_ten_seconds()
    {
        BrokerSettings broker = shared.NewHost();
        using MuteProxy proxy = new(broker.PortNumber);
        Check(FleetProgram.UrlOf(broker), [], FleetProgram.UrlOf(broker with { PortNumber = proxy.Port }), proxy.Cut, proxy.Heal);
    }

    [Fact]
    public void The_camera_of_a_node_in_a_network_whose_cable_is_pulled_out_stops_there_before_it_runs_elsewhere_within_ten_seconds()
    {
        using NetworkNamespace? network = NetworkNamespace.TryCreate();
        if (network is null)
            Assert.Skip("this machine does not let us make network namespaces; the mute proxy stands in for one");
        using RabbitBroker broker = new(models.Folder, network!.Address);
        Check(broker.Url, network.Enter, broker.UrlAt(network.Address), network.Cut, network.Heal);
    }

    private void Check(string url, string[] enter, string farUrl, Action cut, Action heal)
    {
        FleetProgram fleet = new(url, models.Small.Directory);
        string list = models.NewPath(".csv");
        File.WriteAllText(list, "camera,source\ngate,synthetic:hover\n");
        fleet.Submit("--cameras", list);
        using NodeProcess far = Worker(enter, farUrl, "far");
        const string Runs = "camera gate: runs here, fencing number", Stops = "camera gate: runs here no longer";
        Tools.Until(() => far.When(Runs) is not null, "the camera never ran: " + far.Said);
        using NodeProcess near = Worker([], url, "near");
        Tools.Until(() => near.When("offers") is not null, "the second node never came");
        Thread.Sleep(1500); // it waits for cameras now
        long begin = Stopwatch.GetTimestamp();
        cut();
        Tools.Until(() => near.When(Runs) is not null, "the camera never moved");
        long moved = near.When(Runs)!.Value;
        Tools.Until(() => far.When(Stops) is not null, "the camera never stopped: " + far.Said);
        TestContext.Current.SendDiagnosticMessage($"stopped {Stopwatch.GetElapsedTime(begin, far.When(Stops)!.Value)} after the cut, ran elsewhere after {Stopwatch.GetElapsedTime(begin, moved)}");
        Assert.True(Stopwatch.GetElapsedTime(begin, moved) < Promise, $"took {Stopwatch.GetElapsedTime(begin, moved)}");
        Assert.True(far.When(Stops) < moved, $"ran in two places for {Stopwatch.GetElapsedTime(moved, far.When(Stops)!.Value)}");
        Assert.True(LargestFence(near) > LargestFence(far), far.Said + near.Said); // a busy machine may lose a lease before, and takes it again under a larger number
        heal();
        Tools.Until(() => far.When("connected again") is not null, "the node never came back: " + far.Said);
    }

    private static Fence LargestFence(NodeProcess node) => FenceText().Matches(node.Said).Select(match => Fence.TryParse(match.Groups["fence"].Value, out Fence fence) ? fence : default).Max();

    [GeneratedRegex(@"runs here, fencing number (?<fence>\d+\.\d+)")]
    private static partial Regex FenceText();

    private NodeProcess Worker(string[] enter, string url, string node) =>
        new(enter, "worker", "--broker", url, "--model", models.Small.Directory, "--threads", "1", "--node", node, "--heartbeat", "1", "--take", "cameras");
}
