namespace SdCom.Edge.Core.Recognition;

/// <summary>
/// Says which frames of a source the recogniser processes: one every interval. A due time moves on by whole intervals, so that the mean rate is kept;
/// after a gap, or when the source's clock restarts, it starts anew instead of catching up.
/// </summary>
public sealed class SegmentSampler
{
    private readonly TimeSpan interval;
    private readonly TimeSpan early;
    private TimeSpan due;
    private bool started;

    /// <summary>Creates a sampler.</summary>
    /// <param name="interval">Time between the frames that are processed.</param>
    /// <param name="framePeriod">Time between a file's frames: the frame nearest to each due time is taken. Zero, for live sources, takes the first frame at or after it.</param>
    public SegmentSampler(TimeSpan interval, TimeSpan framePeriod = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(framePeriod, TimeSpan.Zero);
        this.interval = interval;
        early = framePeriod / 2;
    }

    /// <summary>Whether the frame of this time is processed. Call it once for each frame, in order.</summary>
    public bool IsDue(TimeSpan time)
    {
        if (!started || time < due - interval - interval)
            due = time; // the first frame, or the clock went back
        else if (time + early < due)
            return false;
        started = true;
        due += interval;
        if (time >= due)
            due = time + interval;
        return true;
    }

    /// <summary>Forgets the source: the next frame is processed.</summary>
    public void Reset() => started = false;
}
