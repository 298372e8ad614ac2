using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace SdCom.Edge.Runtime.Tests.Fixtures;

/// <summary>Programs of the system that tests start, and free ports for them.</summary>
internal static class Tools
{
    /// <summary>The path of a program, or a skipped test with the reason.</summary>
    public static string Require(params ReadOnlySpan<string> places)
    {
        foreach (string place in places)
        {
            if (File.Exists(place))
                return place;
        }

        Assert.Skip($"{places[0]} is missing; ./sdcom test installs it");
        return string.Empty;
    }

    public static Process Start(string program, params string[] arguments)
    {
        Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += (_, _) => { }; // read, so that a talkative program never waits for us
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    public static void Signal(Process process, string signal)
    {
        using Process kill = Process.Start("kill", [signal, $"{process.Id}"]);
        kill.WaitForExit();
    }

    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until something is so; a test that waits in vain fails.</summary>
    public static void Until(Func<bool> condition, string what = "it never came") => Assert.True(
        SpinWait.SpinUntil(
            () =>
            {
                bool so = condition();
                if (!so)
                    Thread.Sleep(10);
                return so;
            },
            TimeSpan.FromSeconds(60)),
        what);
}
