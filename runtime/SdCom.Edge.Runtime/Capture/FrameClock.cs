namespace SdCom.Edge.Runtime.Capture;

/// <summary>Lets a source wait for the time of its next frame, by any clock, until it is stopped. One timer serves all waits: nothing is allocated.</summary>
public sealed class FrameClock : IDisposable
{
    private readonly TimeProvider clock;
    private readonly AutoResetEvent wake = new(false); // the time has come, or it was stopped
    private readonly ITimer alarm;
    private readonly long start;
    private volatile bool stopped;

    /// <summary>Starts counting.</summary>
    public FrameClock(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        this.clock = clock;
        alarm = clock.CreateTimer(_ => wake.Set(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        start = clock.GetTimestamp();
    }

    /// <summary>Time since the start.</summary>
    public TimeSpan Now => clock.GetElapsedTime(start);

    /// <summary>Waits for a time. False once it was stopped. One thread waits.</summary>
    public bool WaitUntil(TimeSpan time)
    {
        for (TimeSpan wait = time - Now; wait > TimeSpan.Zero && !stopped; wait = time - Now)
        {
            alarm.Change(wait, Timeout.InfiniteTimeSpan);
            wake.WaitOne();
        }

        return !stopped;
    }

    /// <summary>Ends all waiting; any thread may ask.</summary>
    public void Stop()
    {
        stopped = true;
        wake.Set();
    }

    public void Dispose()
    {
        alarm.Dispose();
        wake.Dispose();
    }
}
