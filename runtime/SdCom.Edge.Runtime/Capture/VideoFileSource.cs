using OpenCvSharp;

namespace SdCom.Edge.Runtime.Capture;

/// <summary>A video file, upright: OpenCV applies the rotation that a phone notes in it. Frame times are frame number over nominal rate, as training sees them.</summary>
public sealed class VideoFileSource : IFrameSource
{
    // OpenCV would pass a broken file on from FFmpeg to GStreamer, which prints a page of complaints before ours and takes a second.
    private static readonly VideoCaptureAPIs Reader = BackEnds.Has(BackEnds.FFmpeg) ? VideoCaptureAPIs.FFMPEG : VideoCaptureAPIs.ANY;

    private readonly VideoCapture capture;
    private volatile bool stopped;
    private long frame = -1;

    /// <exception cref="SourceException">The file is missing or no video.</exception>
    public VideoFileSource(string path)
    {
        Name = path;
        if (!File.Exists(path))
            throw new SourceException($"{path}: no such file.");
        if (new FileInfo(path).Length == 0)
            throw new SourceException($"{path}: the file is empty; copy it again.");
        capture = new VideoCapture(path, Reader);
        if (!capture.IsOpened())
        {
            capture.Dispose();
            throw new SourceException($"{path}: not a readable video (truncated, or a format that OpenCV does not know); convert it to MP4 (H.264).");
        }

        double rate = capture.Fps;
        FramesPerSecond = double.IsFinite(rate) && rate is > 0.1 and < 1000 ? rate : 25;
        FrameSize = new Size(capture.FrameWidth, capture.FrameHeight);
    }

    public string Name { get; }

    public bool IsLive => false;

    public double FramesPerSecond { get; }

    public Size FrameSize { get; }

    public bool TryGrab(out TimeSpan time)
    {
        bool grabbed = !stopped && capture.Grab();
        frame++;
        time = TimeSpan.FromSeconds(frame / FramesPerSecond);
        return grabbed;
    }

    public bool TryRetrieve(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return capture.Retrieve(frame.Picture);
    }

    public void Stop() => stopped = true;

    public void Dispose() => capture.Dispose();
}
