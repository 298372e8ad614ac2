namespace SdCom.Edge.Runtime.Tests.Fixtures;

/// <summary>A clock that stands still until it is moved; its timers fire on the thread that moves it. The wall clock may be set apart from it.</summary>
internal sealed class FakeTime : TimeProvider
{
    private readonly object gate = new();
    private readonly List<FakeTimer> timers = [];
    private long ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>What the wall clock shows; it may jump.</summary>
    public DateTimeOffset WallClock { get; set; } = DateTimeOffset.UnixEpoch;

    public void Advance(TimeSpan time)
    {
        FakeTimer[] due;
        lock (gate)
        {
            ticks += time.Ticks;
            due = [.. timers.Where(timer => timer.Due <= ticks)];
            foreach (FakeTimer timer in due)
                timer.Due = timer.Period > TimeSpan.Zero ? ticks + timer.Period.Ticks : long.MaxValue;
        }

        foreach (FakeTimer timer in due)
            timer.Fire();
    }

    public override long GetTimestamp()
    {
        lock (gate)
            return ticks;
    }

    public override DateTimeOffset GetUtcNow() => WallClock;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        FakeTimer timer = new(this, () => callback(state));
        timer.Change(dueTime, period);
        lock (gate)
            timers.Add(timer);
        return timer;
    }

    private sealed class FakeTimer(FakeTime clock, Action fire) : ITimer
    {
        public long Due { get; set; } = long.MaxValue;

        public TimeSpan Period { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                Due = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : clock.ticks + dueTime.Ticks;
                Period = period; // infinite is below zero
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock.gate)
                clock.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
