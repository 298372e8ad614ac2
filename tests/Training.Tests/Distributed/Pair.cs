using System.Net;
using System.Net.Sockets;
using SdCom.Edge.Bindings;
using SdCom.Edge.Training.Distributed;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Distributed;

/// <summary>Two workers in one process, each on its thread.</summary>
internal static class Pair
{
    /// <summary>Runs both ends of a process group.</summary>
    public static float[][] Together(Func<ProcessGroup, float[]> work) => Together(workers => work(workers.Group!));

    /// <summary>Runs two workers.</summary>
    public static float[][] Together(Func<Workers, float[]> work)
    {
        int port = FreePort();
        return [.. Task.WhenAll(Enumerable.Range(0, 2).Select(rank => Task.Factory.StartNew(
            () =>
            {
                MeetingPoint point = new() { Host = "127.0.0.1", Port = port, Rank = rank, Count = 2 };
                using Workers workers = Workers.Meet(new WorkerPlace(point, rank, 2), CPU, TimeSpan.FromSeconds(20));
                return work(workers);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))).GetAwaiter().GetResult()];
    }

    /// <summary>A port of loopback that nobody listens on.</summary>
    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
