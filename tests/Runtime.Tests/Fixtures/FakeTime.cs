namespace SdCom.Edge.Runtime.Tests.Fixtures;

/// <summary>A clock that stands still until it is moved.</summary>
internal sealed class FakeTime : TimeProvider
{
    private long ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan time) => ticks += time.Ticks;

    public override long GetTimestamp() => ticks;
}
