using System.Net;
using System.Net.Sockets;

namespace SdCom.Edge.Runtime.Tests.Rtsp;

/// <summary>Stands between a camera and us, and on demand replaces what the camera sends by random bytes.</summary>
internal sealed class CorruptingProxy : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Random chance = new(1);
    private readonly int target;

    public CorruptingProxy(int target)
    {
        this.target = target;
        listener.Start();
        _ = AcceptAll();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>The share of the camera's bytes that are random.</summary>
    public double Garbage { get; set; }

    public void Dispose() => listener.Dispose();

    private async Task AcceptAll()
    {
        try
        {
            while (true)
                _ = Connect(await listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // the test is over
        }
    }

    private async Task Connect(TcpClient client)
    {
        using TcpClient ours = client, camera = new();
        try
        {
            await camera.ConnectAsync(IPAddress.Loopback, target);
            await Task.WhenAny(Copy(ours, camera, corrupt: false), Copy(camera, ours, corrupt: true));
        }
        catch (SocketException)
        {
            // the camera is off: our side is closed, too
        }
    }

    private async Task Copy(TcpClient from, TcpClient to, bool corrupt)
    {
        byte[] buffer = new byte[16384];
        try
        {
            int read;
            while ((read = await from.GetStream().ReadAsync(buffer)) > 0)
            {
                if (corrupt && Garbage > 0)
                    Corrupt(buffer.AsSpan(0, read));
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // one side has closed
        }
    }

    private void Corrupt(Span<byte> bytes)
    {
        lock (chance)
        {
            for (int i = 0; i < bytes.Length; i++)
            {
                if (chance.NextDouble() < Garbage)
                    bytes[i] = (byte)chance.Next(256);
            }
        }
    }
}
