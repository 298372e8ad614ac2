namespace SdCom.Edge.Core.Tests.Budget;

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class ManualTime(long frequency = 1_000_000_000) : TimeProvider
{
    public long Now { get; set; }

    public override long TimestampFrequency => frequency;

    public override long GetTimestamp() => Now;
}
