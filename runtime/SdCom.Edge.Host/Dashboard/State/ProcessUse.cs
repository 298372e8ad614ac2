namespace SdCom.Edge.Host.Dashboard.State;

/// <summary>What this process takes of the machine.</summary>
/// <param name="clock">Measures how much time has passed.</param>
internal sealed class ProcessUse(TimeProvider clock)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private TimeSpan used = Environment.CpuUsage.TotalTime;
    private long since = clock.GetTimestamp();
    private double percent;

    /// <summary>Resident memory.</summary>
    public static double ResidentMiB => Environment.WorkingSet / (1024.0 * 1024);

    /// <summary>Processor time of the last second or more, of one core: 200 are two whole cores.</summary>
    public double CpuPercent
    {
        get
        {
            lock (gate)
            {
                TimeSpan passed = clock.GetElapsedTime(since);
                if (passed < Shortest)
                    return percent;
                TimeSpan now = Environment.CpuUsage.TotalTime;
                percent = 100 * (now - used) / passed;
                (used, since) = (now, clock.GetTimestamp());
                return percent;
            }
        }
    }
}
