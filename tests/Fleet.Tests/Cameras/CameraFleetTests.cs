using System.Diagnostics;
using System.Text.Json;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Cameras;
using SdCom.Edge.Fleet.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Host;

namespace SdCom.Edge.Fleet.Tests.Cameras;

/// <summary>Cameras as leases: they run somewhere, move when their node dies, and go when nobody wants them.</summary>
public class CameraFleetTests(SharedBroker shared, Models models)
{
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Cameras_of_a_node_that_is_killed_run_elsewhere_within_ten_seconds_under_a_larger_fencing_number()
    {
        BrokerSettings broker = shared.NewHost();
        FleetProgram fleet = new(FleetProgram.UrlOf(broker), models.Small.Directory);
        string list = models.NewPath(".csv");
        File.WriteAllText(list, "camera,source\nnorth,synthetic:hover\nsouth,synthetic:land\neast,synthetic:wave_off\n");
        Assert.Equal("3 camera(s) submitted, 0 changed, 0 were there already, 0 withdrawn.", fleet.Submit("--cameras", list));
        Assert.Equal("0 camera(s) submitted, 0 changed, 3 were there already, 0 withdrawn.", fleet.Submit("--cameras", list));
        await using FleetClient client = await FleetClient.OpenAsync(broker, "test", TestContext.Current.CancellationToken);
        await using NodeListener nodes = await NodeListener.StartAsync(client);
        using HostProcess first = fleet.Worker("first", "--take", "cameras"), second = fleet.Worker("second", "--take", "cameras");
        Tools.Until(() => nodes.Running.Count == 3, "the cameras never ran");
        Dictionary<string, (string Node, Fence Fence)> before = nodes.Running.ToDictionary();
        string victim = before["north"].Node;
        Stopwatch moved = Stopwatch.StartNew();
        (victim == "first" ? first : second).Kill();
        Tools.Until(() => nodes.Running.Count == 3 && nodes.Running.Values.All(lease => lease.Node != victim), "the cameras never moved");
        Assert.True(moved.Elapsed < Promise, $"took {moved.Elapsed}");
        Assert.All(nodes.Running, lease => Assert.True(before[lease.Key].Node == victim ? lease.Value.Fence > before[lease.Key].Fence : lease.Value.Fence == before[lease.Key].Fence));

        File.WriteAllText(list, "camera,source\nnorth,synthetic:hover\nsouth,synthetic:move_ahead\n");
        Assert.Equal("0 camera(s) submitted, 1 changed, 1 were there already, 1 withdrawn.", fleet.Submit("--cameras", list, "--withdraw", "east"));
        Tools.Until(() => !nodes.Running.ContainsKey("east") && nodes.Running.GetValueOrDefault("south").Fence.Revision == 2, "the change never came");
        Assert.Equal(before["north"].Fence.Revision, nodes.Running["north"].Fence.Revision);
        JsonElement status = fleet.Status(4.5);
        Assert.Equal((1, 0), (status.GetProperty("nodes").GetArrayLength(), status.GetProperty("waitingCameras").GetInt32()));
    }
}
