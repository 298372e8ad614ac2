using System.Diagnostics;
using System.Globalization;

namespace SdCom.Edge.Host.Bench;

/// <summary>What share of the machine's processor time others took between two moments; what is measured meanwhile can be trusted only when it is small.</summary>
internal sealed class MachineLoad
{
    private const double TicksPerSecond = 100; // USER_HZ, the same on every Linux that .NET runs on

    private readonly string root;
    private readonly double? busyBefore;
    private readonly TimeSpan ownBefore;
    private readonly long start;

    /// <param name="root">The root of the file system; another one in tests.</param>
    public MachineLoad(string root = "/")
    {
        this.root = root;
        busyBefore = BusySeconds();
        ownBefore = Own();
        start = TimeProvider.System.GetTimestamp();
    }

    /// <summary>The share, 0 to 1, of all cores' time since the beginning that went to other processes (and, on a virtual machine, to its neighbours); null where the system does not tell.</summary>
    public double? OthersShare()
    {
        if (busyBefore is not { } before || BusySeconds() is not { } now)
            return null;
        double cores = Environment.ProcessorCount * TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        return Math.Clamp((now - before - (Own() - ownBefore).TotalSeconds) / cores, 0, 1);
    }

    private static TimeSpan Own()
    {
        using Process self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }

    // The first line: cpu user nice system idle iowait irq softirq steal guest guest_nice; guests are part of user.
    private double? BusySeconds()
    {
        string? line = SystemFile.FirstLine(root, "proc/stat");
        if (line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not ["cpu", .. { Length: >= 8 } fields])
            return null;
        double[] ticks = [.. fields.Take(8).Select(field => double.Parse(field, CultureInfo.InvariantCulture))];
        const int Idle = 3, WaitingForDisk = 4;
        return (ticks.Sum() - ticks[Idle] - ticks[WaitingForDisk]) / TicksPerSecond;
    }
}
