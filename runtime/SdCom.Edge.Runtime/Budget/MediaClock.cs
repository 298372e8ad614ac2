namespace SdCom.Edge.Runtime.Budget;

/// <summary>The time of a recording, which stands still until it is moved: a budget kept by it does not depend on how fast the recording is read.</summary>
public sealed class MediaClock : TimeProvider
{
    private TimeSpan now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Moves on to a time; it never goes back.</summary>
    public void MoveTo(TimeSpan time) => now = time > now ? time : now;

    /// <summary>The time to which it was moved.</summary>
    public TimeSpan Now => now;

    public override long GetTimestamp() => now.Ticks;
}
