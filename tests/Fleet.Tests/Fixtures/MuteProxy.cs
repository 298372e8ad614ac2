using System.Net;
using System.Net.Sockets;

namespace SdCom.Edge.Fleet.Tests.Fixtures;

/// <summary>Stands between a node and its broker and can fall mute: connections stay open and nothing passes any more, as when a cable is pulled out.</summary>
internal sealed class MuteProxy : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly int target;
    private volatile TaskCompletionSource passing = Passing();

    /// <param name="target">The port that it stands before.</param>
    public MuteProxy(int target)
    {
        this.target = target;
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public void Cut() => passing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Heal() => passing.TrySetResult();

    public void Dispose()
    {
        ending.Cancel();
        listener.Dispose();
        ending.Dispose();
    }

    private static TaskCompletionSource Passing()
    {
        TaskCompletionSource open = new();
        open.SetResult();
        return open;
    }

    private async Task AcceptAsync()
    {
        CancellationToken end = ending.Token;
        while (!end.IsCancellationRequested)
        {
            TcpClient near = await listener.AcceptTcpClientAsync(end);
            TcpClient far = new();
            await far.ConnectAsync(IPAddress.Loopback, target, end);
            _ = Task.WhenAny(PassAsync(near, far, end), PassAsync(far, near, end)).ContinueWith(
                _ =>
                {
                    near.Dispose();
                    far.Dispose();
                },
                TaskScheduler.Default);
        }
    }

    private async Task PassAsync(TcpClient from, TcpClient to, CancellationToken end)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, end) is > 0 and int read)
            {
                await passing.Task.WaitAsync(end);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), end);
            }

            await passing.Task.WaitAsync(end); // not even the end of a connection passes
        }
        catch (Exception problem) when (problem is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            if (!end.IsCancellationRequested)
                await passing.Task.WaitAsync(end).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }
}
