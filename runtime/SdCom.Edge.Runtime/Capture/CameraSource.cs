using System.Globalization;
using OpenCvSharp;

namespace SdCom.Edge.Runtime.Capture;

/// <summary>A camera at /dev/videoN, through OpenCV's V4L2.</summary>
public sealed class CameraSource : IFrameSource
{
    private readonly TimeProvider clock;
    private readonly VideoCapture capture;
    private readonly long start;
    private volatile bool stopped;

    /// <param name="index">The N of /dev/videoN.</param>
    /// <param name="clock">The time that frames get.</param>
    /// <param name="framesPerSecond">The rate to ask for; null takes what the camera gives.</param>
    /// <exception cref="SourceException">There is no such camera, or it does not deliver.</exception>
    public CameraSource(int index, TimeProvider clock, double? framesPerSecond = null)
    {
        this.clock = clock;
        Name = string.Create(CultureInfo.InvariantCulture, $"/dev/video{index}");
        if (!File.Exists(Name))
            throw new SourceException($"{Name}: no such camera; {Present()}.");
        capture = new VideoCapture(index, VideoCaptureAPIs.V4L2);
        if (!capture.IsOpened())
        {
            capture.Dispose();
            throw new SourceException($"{Name}: the camera does not open; close other programs that use it, and check that this user is in the group 'video'.");
        }

        capture.BufferSize = 1; // a queue inside the driver would only make frames old
        if (framesPerSecond is { } wanted)
            capture.Fps = wanted;
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

    public bool TryRetrieve(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return capture.Retrieve(frame.Picture);
    }

    public void Stop() => stopped = true;

    public void Dispose() => capture.Dispose();

    private static string Present()
    {
        string[] cameras = Directory.Exists("/dev") ? Directory.GetFiles("/dev", "video*") : [];
        return cameras.Length == 0 ? "this machine shows none (try --source synthetic:<action>)" : $"this machine has {string.Join(", ", cameras.Order(StringComparer.Ordinal))}";
    }
}
