namespace SdCom.Edge.Runtime.Capture.Live;

/// <summary>
/// A lock on which a thread waits for another one, or for a time of a given clock. One timer serves all waits: nothing is allocated.
/// One thread waits for times; any thread may pulse.
/// </summary>
internal sealed class ClockedGate : IDisposable
{
    private readonly TimeProvider clock;
    private readonly long start;
    private readonly ITimer timer;

    public ClockedGate(TimeProvider clock)
    {
        this.clock = clock;
        start = clock.GetTimestamp();
        timer = clock.CreateTimer(static gate => ((ClockedGate)gate!).Pulse(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Time since the gate was made, by the clock's steady time stamps: setting the wall clock does not move it.</summary>
    public TimeSpan Now => clock.GetElapsedTime(start);

    /// <summary>Wakes whoever waits.</summary>
    public void Pulse()
    {
        lock (this)
            Monitor.PulseAll(this);
    }

    /// <summary>Waits for a pulse; the caller holds the lock and asks again what it waits for. False when the time has come.</summary>
    public bool WaitUntil(TimeSpan time)
    {
        TimeSpan left = time - Now;
        if (left <= TimeSpan.Zero)
            return false;
        timer.Change(left, Timeout.InfiniteTimeSpan);
        if (Now < time) // otherwise a clock of a test moved on just before the timer was set
            Monitor.Wait(this);
        return true;
    }

    public void Dispose() => timer.Dispose();
}
