using OpenCvSharp;

namespace SdCom.Edge.Runtime.Capture;

/// <summary>A recording that plays in real time, beside cameras that cannot wait for it.</summary>
public sealed class PacedSource : IFrameSource
{
    private readonly IFrameSource recording;
    private readonly TimeProvider clock;
    private readonly AutoResetEvent wake = new(false); // a frame's time has come, or the source was stopped
    private readonly ITimer alarm;
    private long? start;
    private volatile bool stopped;

    /// <param name="recording">The recording, which stays its owner's.</param>
    /// <param name="clock">The time that it plays by.</param>
    public PacedSource(IFrameSource recording, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        this.recording = recording;
        this.clock = clock;
        alarm = clock.CreateTimer(_ => wake.Set(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public string Name => recording.Name;

    public bool IsLive => false;

    public double FramesPerSecond => recording.FramesPerSecond;

    public Size FrameSize => recording.FrameSize;

    public int Epoch => recording.Epoch;

    public bool TryGrab(out TimeSpan time)
    {
        bool grabbed = recording.TryGrab(out time);
        long begin = start ??= clock.GetTimestamp();
        for (TimeSpan wait = time - clock.GetElapsedTime(begin); grabbed && wait > TimeSpan.Zero && !stopped; wait = time - clock.GetElapsedTime(begin))
        {
            alarm.Change(wait, Timeout.InfiniteTimeSpan);
            wake.WaitOne();
        }

        return grabbed && !stopped;
    }

    public bool TryRetrieve(Frame frame) => recording.TryRetrieve(frame);

    public void Stop()
    {
        stopped = true;
        recording.Stop();
        wake.Set();
    }

    public void Dispose()
    {
        alarm.Dispose();
        wake.Dispose();
    }
}
