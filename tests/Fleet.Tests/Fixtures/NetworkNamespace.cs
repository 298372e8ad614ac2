using System.Diagnostics;
using System.Globalization;

namespace SdCom.Edge.Fleet.Tests.Fixtures;

/// <summary>A network of its own, joined to the machine's by one cable that can be pulled out. Needs the right to administer networks.</summary>
internal sealed class NetworkNamespace : IDisposable
{
    private const string Folder = "/run/netns"; // where ip keeps them, as a mount that it makes and never takes off
    private static readonly bool WasThere = Directory.Exists(Folder);
    private static int made;

    private readonly string name, here, there;

    private NetworkNamespace()
    {
        int number = (Environment.ProcessId + (Interlocked.Increment(ref made) * 101)) % 64000; // runs beside each other keep out of each other's way
        name = string.Create(CultureInfo.InvariantCulture, $"sdcom{number}");
        (here, there) = ($"{name}a", $"{name}b");
        Address = string.Create(CultureInfo.InvariantCulture, $"10.{64 + (number / 250 % 150)}.{number % 250}.1");
    }

    /// <summary>The machine's address on the cable.</summary>
    public string Address { get; }

    /// <summary>The command that starts a program inside.</summary>
    public string[] Enter => ["ip", "netns", "exec", name];

    /// <summary>Makes one; null where the machine does not allow it.</summary>
    public static NetworkNamespace? TryCreate()
    {
        NetworkNamespace network = new();
        string other = network.Address[..^1] + "2";
        bool made = Ip("netns", "add", network.name) && Ip("link", "add", network.here, "type", "veth", "peer", "name", network.there)
            && Ip("link", "set", network.there, "netns", network.name) && Ip("addr", "add", $"{network.Address}/30", "dev", network.here) && Ip("link", "set", network.here, "up")
            && Ip("-n", network.name, "addr", "add", $"{other}/30", "dev", network.there) && Ip("-n", network.name, "link", "set", network.there, "up") && Ip("-n", network.name, "link", "set", "lo", "up");
        if (made)
            return network;
        network.Dispose();
        return null;
    }

    /// <summary>Pulls the cable out: packets vanish, and nobody is told.</summary>
    public void Cut() => Assert.True(Ip("link", "set", here, "down"));

    public void Heal() => Assert.True(Ip("link", "set", here, "up"));

    public void Dispose()
    {
        Ip("netns", "del", name);
        if (!WasThere && Directory.Exists(Folder) && !Directory.EnumerateFileSystemEntries(Folder).Any())
            Run("/usr/bin/umount", Folder);
    }

    private static bool Ip(params string[] arguments) => File.Exists("/usr/sbin/ip") && Run("/usr/sbin/ip", arguments);

    private static bool Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
