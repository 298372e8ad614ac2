using OpenCvSharp;

namespace SdCom.Edge.Runtime.Capture;

/// <summary>An open camera or network stream of OpenCV's. It ends where the stream ends; <see cref="Live.LiveSource"/> makes it come back.</summary>
internal sealed class CaptureSource : IFrameSource
{
    private readonly VideoCapture capture;
    private readonly TimeProvider clock;
    private readonly long start;
    private volatile bool stopped;

    /// <summary>Takes over an open capture.</summary>
    public CaptureSource(string name, VideoCapture capture, TimeProvider clock)
    {
        Name = name;
        this.capture = capture;
        this.clock = clock;
        double rate = capture.Fps;
        FramesPerSecond = double.IsFinite(rate) && rate is > 0.1 and < 1000 ? rate : 30;
        FrameSize = new Size(capture.FrameWidth, capture.FrameHeight);
        start = clock.GetTimestamp();
    }

    public string Name { get; }

    public bool IsLive => true;

    public double FramesPerSecond { get; }

    public Size FrameSize { get; }

    public bool TryGrab(out TimeSpan time)
    {
        bool grabbed = !stopped && capture.Grab();
        time = clock.GetElapsedTime(start);
        return grabbed;
    }

    public bool TryRetrieve(Frame frame) => capture.Retrieve(frame.Picture);

    public void Stop() => stopped = true;

    public void Dispose() => capture.Dispose();
}
