using OpenCvSharp;
using SdCom.Edge.Runtime.Capture;

namespace SdCom.Edge.Host.Bench;

/// <summary>A live camera that shows frames drawn before, at a steady pace, so that measuring a camera does not measure drawing.</summary>
/// <param name="frames">What it shows, over and over; they stay their owner's.</param>
/// <param name="period">Time between two frames.</param>
/// <param name="phase">When the first one comes.</param>
/// <param name="clock">The time that the camera keeps.</param>
internal sealed class ReplayedCamera(IReadOnlyList<Frame> frames, TimeSpan period, TimeSpan phase, TimeProvider clock) : IFrameSource
{
    private readonly FrameClock time = new(clock);
    private long current = -1;

    public string Name => "replayed";

    public bool IsLive => true;

    public double FramesPerSecond => 1 / period.TotalSeconds;

    public Size FrameSize => new(frames[0].Width, frames[0].Height);

    public bool TryGrab(out TimeSpan frameTime)
    {
        current = Math.Max(current + 1, (long)((time.Now - phase) / period)); // after a late grab the newest one
        frameTime = phase + (current * period);
        return time.WaitUntil(frameTime);
    }

    public bool TryRetrieve(Frame frame)
    {
        frames[(int)(current % frames.Count)].Picture.CopyTo(frame.Picture);
        return true;
    }

    public void Stop() => time.Stop();

    public void Dispose() => time.Dispose();
}
