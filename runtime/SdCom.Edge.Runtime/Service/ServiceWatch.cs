using System.Globalization;
using SdCom.Edge.Runtime.Recognition;

namespace SdCom.Edge.Runtime.Service;

/// <summary>
/// Tells the service manager that the run is ready (its first frame is done with), alive (frames are being handled, or no camera gives any) and stopping.
/// A recogniser that hangs while frames wait is not reported alive, so the manager's watchdog starts the program anew; a lost camera is no reason for that, it is retried here.
/// </summary>
public sealed class ServiceWatch : IDisposable
{
    internal const string IsReady = "READY=1";
    internal const string IsAlive = "WATCHDOG=1";
    internal const string IsStopping = "STOPPING=1";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly IServiceManager manager;
    private readonly IReadOnlyList<RunStatus> cameras;
    private readonly bool watched;
    private readonly ITimer timer;
    private long seen;
    private bool ready;
    private bool stopping;

    /// <param name="manager">Whom to tell; becomes this object's own.</param>
    /// <param name="cameras">The cameras of the run.</param>
    /// <param name="watchdog">After how long without a sign of life the manager acts; null when it does not.</param>
    /// <param name="clock">Times the signs of life.</param>
    public ServiceWatch(IServiceManager manager, IReadOnlyList<RunStatus> cameras, TimeSpan? watchdog, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        this.manager = manager;
        this.cameras = cameras;
        watched = watchdog is not null;
        TimeSpan period = watchdog / 4 is { } quarter && quarter < Longest ? quarter : Longest;
        timer = clock.CreateTimer(_ => Look(), null, period, period);
    }

    /// <summary>Starts where a service manager has named its socket; null elsewhere.</summary>
    public static ServiceWatch? Start(IReadOnlyList<RunStatus> cameras, TimeProvider clock) =>
        NotifySocket.Open(Environment.GetEnvironmentVariable("NOTIFY_SOCKET")) is { } manager
            ? new ServiceWatch(manager, cameras, Watchdog(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), Environment.GetEnvironmentVariable("WATCHDOG_PID"), Environment.ProcessId), clock)
            : null;

    /// <summary>Starts where the environment names a file to be kept young; null elsewhere.</summary>
    /// <param name="cameras">The cameras of the run.</param>
    /// <param name="clock">Times the signs of life.</param>
    /// <param name="say">Hears once that the file cannot be written.</param>
    public static ServiceWatch? StartFile(IReadOnlyList<RunStatus> cameras, TimeProvider clock, Action<string> say) =>
        AliveFile.Open(Environment.GetEnvironmentVariable(AliveFile.Variable), say) is { } file ? new ServiceWatch(file, cameras, AliveFile.Old, clock) : null;

    /// <summary>The time in WATCHDOG_USEC, unless WATCHDOG_PID says that another process is meant.</summary>
    public static TimeSpan? Watchdog(string? microseconds, string? process, int self) =>
        (process is null || process == self.ToString(CultureInfo.InvariantCulture)) && long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out long time) && time > 0
            ? TimeSpan.FromMicroseconds(time)
            : null;

    /// <summary>The run is about to end.</summary>
    public void Stopping()
    {
        lock (gate)
        {
            if (!stopping)
                manager.Tell(IsStopping);
            stopping = true;
        }
    }

    public void Dispose()
    {
        timer.Dispose();
        Stopping();
        manager.Dispose();
    }

    private void Look()
    {
        lock (gate)
        {
            if (stopping)
                return;
            long handled = cameras.Sum(camera => camera.Handled);
            bool moves = handled != seen;
            seen = handled;
            if (!ready && moves)
                ready = manager.Tell(IsReady);
            else if (ready && watched && (moves || cameras.All(camera => camera.IsAway)))
                manager.Tell(IsAlive);
        }
    }
}
