using OpenCvSharp;

namespace SdCom.Edge.Runtime.Capture;

/// <summary>A recording that plays in real time, beside cameras that cannot wait for it.</summary>
public sealed class PacedSource : IFrameSource
{
    private readonly IFrameSource recording;
    private readonly FrameClock clock;
    private TimeSpan? start; // of playing

    /// <param name="recording">The recording, which stays its owner's.</param>
    /// <param name="clock">The time that it plays by.</param>
    public PacedSource(IFrameSource recording, TimeProvider clock)
    {
        this.recording = recording;
        this.clock = new FrameClock(clock);
    }

    public string Name => recording.Name;

    public bool IsLive => false;

    public double FramesPerSecond => recording.FramesPerSecond;

    public Size FrameSize => recording.FrameSize;

    public int Epoch => recording.Epoch;

    public bool TryGrab(out TimeSpan time)
    {
        bool grabbed = recording.TryGrab(out time);
        start ??= clock.Now;
        return grabbed && clock.WaitUntil(start.Value + time);
    }

    public bool TryRetrieve(Frame frame) => recording.TryRetrieve(frame);

    public void Stop()
    {
        recording.Stop();
        clock.Stop();
    }

    public void Dispose() => clock.Dispose();
}
