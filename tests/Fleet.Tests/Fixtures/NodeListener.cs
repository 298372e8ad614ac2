using System.Collections.Concurrent;
using SdCom.Edge.Fleet.Cameras;
using SdCom.Edge.Fleet.Status;

namespace SdCom.Edge.Fleet.Tests.Fixtures;

/// <summary>Which node runs which camera, by the nodes' own reports.</summary>
internal sealed class NodeListener : IAsyncDisposable
{
    private readonly FleetWatch watch;
    private readonly CancellationTokenSource ending = new();
    private readonly Task listening;

    private NodeListener(FleetWatch watch)
    {
        this.watch = watch;
        listening = ListenAsync();
    }

    public IReadOnlyDictionary<string, (string Node, Fence Fence)> Running { get; private set; } = new Dictionary<string, (string, Fence)>();

    /// <summary>Every holder that was seen, with its number.</summary>
    public ConcurrentBag<(string Camera, string Node, Fence Fence)> Seen { get; } = [];

    public static async Task<NodeListener> StartAsync(FleetClient client) => new(await client.WatchAsync(TimeProvider.System, CancellationToken.None));

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await listening.ContinueWith(_ => { }, TaskScheduler.Default);
        await watch.DisposeAsync();
        ending.Dispose();
    }

    private async Task ListenAsync()
    {
        while (!ending.IsCancellationRequested)
        {
            FleetSnapshot fleet = await watch.LookAsync(TimeSpan.FromMilliseconds(50), ending.Token);
            Dictionary<string, (string, Fence)> running = [];
            foreach ((string node, LeaseReport lease) in fleet.Nodes.SelectMany(node => node.Cameras.Select(lease => (node.Node, lease))))
            {
                Fence fence = Fence.TryParse(lease.Fence, out Fence read) ? read : default;
                if (running.TryGetValue(lease.Camera, out (string, Fence) other) && other.Item2 > fence)
                    continue;
                running[lease.Camera] = (node, fence);
                Seen.Add((lease.Camera, node, fence));
            }

            Running = running;
        }
    }
}
