using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SdCom.Edge.Runtime.Tests.Rtsp;

/// <summary>A real RTSP server as a process of its own, which can be killed, started again on the same port, and frozen.</summary>
internal sealed class RtspServer : IDisposable
{
    private static readonly string[] Needed =
    [
        "/usr/lib/python3/dist-packages/gi/__init__.py",
        "/usr/lib/*/girepository-1.0/GstRtspServer-1.0.typelib",
        "/usr/lib/*/gstreamer-1.0/libgstvideotestsrc.so",
        "/usr/lib/*/gstreamer-1.0/libgstjpeg.so",
        "/usr/lib/*/gstreamer-1.0/libgstrtp.so",
    ];

    private Process? process;

    public RtspServer()
    {
        foreach (string needed in Needed)
            Assert.SkipUnless(Exists(needed), $"{needed} is missing; ./sdcom test installs it");
        Port = FreePort();
        Start();
    }

    public int Port { get; }

    public string Address => Url(Port);

    /// <summary>The camera's address behind a port.</summary>
    public static string Url(int port) => string.Create(CultureInfo.InvariantCulture, $"rtsp://127.0.0.1:{port}/camera");

    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Start(int width = 160, int height = 120)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "Rtsp", "rtsp_server.py");
        process = Process.Start(new ProcessStartInfo("/usr/bin/python3", string.Create(CultureInfo.InvariantCulture, $"{script} {Port} {width} {height}"))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.ErrorDataReceived += (_, _) => { }; // read, so that a talkative server never waits for us
        process.BeginErrorReadLine();
        Assert.Equal("ready", process.StandardOutput.ReadLine());
    }

    /// <summary>Kills it, as a power cut would.</summary>
    public void Kill()
    {
        process!.Kill();
        process.WaitForExit();
        process.Dispose();
        process = null;
    }

    /// <summary>Stops it without its connections noticing: nothing more is sent.</summary>
    public void Freeze() => Signal("-STOP");

    public void GoOn() => Signal("-CONT");

    public void Dispose()
    {
        if (process is not null)
            Kill();
    }

    private void Signal(string signal)
    {
        using Process kill = Process.Start("kill", [signal, process!.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static bool Exists(string pattern)
    {
        int star = pattern.IndexOf('*', StringComparison.Ordinal);
        if (star < 0)
            return File.Exists(pattern);
        return Directory.EnumerateDirectories(pattern[..star]).Any(folder => File.Exists(folder + pattern[(star + 1)..]));
    }
}
