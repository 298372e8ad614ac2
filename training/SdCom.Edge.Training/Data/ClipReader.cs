using OpenCvSharp;
using SdCom.Edge.Core;
using SdCom.Edge.Synthetic;

namespace SdCom.Edge.Training.Data;

/// <summary>Takes one frame: BGR bytes, <paramref name="stride"/> bytes a row, at <paramref name="time"/>, <paramref name="period"/> after the one before; the span is only lent.</summary>
public delegate void FrameSink(ReadOnlySpan<byte> bgr, int width, int height, int stride, TimeSpan time, TimeSpan period);

/// <summary>What reading a clip found out: the time between its frames, how many were decoded, and how many the file promises (0 when it does not say).</summary>
public readonly record struct ClipReading(TimeSpan Period, int Frames, int Promised);

/// <summary>Hands out the frames of clips: decoded from a video, read from a folder of pictures, or rendered.</summary>
public static class ClipReader
{
    private const int RenderedSide = 256;
    private const int RenderedFrames = 38;

    // OpenCV would pass a broken file on from FFmpeg to GStreamer, which prints a page of complaints and takes a second.
    private static readonly VideoCaptureAPIs Reader =
        Cv2.GetBuildInformation().Split('\n').Any(line => line.Contains("FFMPEG:", StringComparison.Ordinal) && line.Contains("YES", StringComparison.Ordinal))
            ? VideoCaptureAPIs.FFMPEG
            : VideoCaptureAPIs.ANY;

    private static readonly TimeSpan RenderedPeriod = TimeSpan.FromMilliseconds(80); // the marshalling clips' 12.5 frames a second

    /// <summary>Gives every frame in order to <paramref name="sink"/>.</summary>
    /// <exception cref="InputException">The file or folder is missing, is no video, or holds no frame.</exception>
    public static ClipReading Read(TrainingClip clip, string className, FrameSink sink)
    {
        if (clip.Path is not { } path)
            return Render(clip, className, sink);
        return Directory.Exists(path) ? FrameFolder.Read(path, TimeSpan.FromSeconds(1 / clip.FolderFramesPerSecond), sink) : Decode(path, sink);
    }

    /// <summary>Lends a decoded picture of any size to a sink.</summary>
    internal static unsafe void Lend(Mat frame, FrameSink sink, TimeSpan time, TimeSpan period)
    {
        int stride = (int)frame.Step();
        sink(new ReadOnlySpan<byte>(frame.DataPointer, ((frame.Rows - 1) * stride) + (frame.Cols * 3)), frame.Cols, frame.Rows, stride, time, period);
    }

    private static ClipReading Decode(string path, FrameSink sink)
    {
        if (!File.Exists(path))
            throw new InputException($"{path}: the clip is not there.");
        if (new FileInfo(path).Length == 0)
            throw new InputException($"{path}: is an empty file.");
        using VideoCapture capture = new(path, Reader);
        if (!capture.IsOpened())
            throw new InputException($"{path}: cannot be opened as video; is it truncated or no video at all?");
        double rate = capture.Fps;
        TimeSpan period = rate is > 0 and < 1000 ? TimeSpan.FromSeconds(1 / rate) : TimeSpan.FromMilliseconds(40);
        using Mat frame = new();
        int frames = 0;
        while (capture.Read(frame) && !frame.Empty())
        {
            Lend(frame, sink, period * frames, period);
            frames++;
        }

        return frames > 0 ? new ClipReading(period, frames, Math.Max(0, capture.FrameCount)) : throw new InputException($"{path}: holds no frame that can be decoded.");
    }

    private static ClipReading Render(TrainingClip clip, string className, FrameSink sink)
    {
        SyntheticScene scene = new(className, RenderedSide, RenderedSide, clip.Seed);
        byte[] bgr = new byte[scene.FrameBytes];
        TimeSpan start = TimeSpan.FromSeconds(clip.Seed % 7 * 0.45); // clips begin anywhere in the gesture
        for (int i = 0; i < RenderedFrames; i++)
        {
            scene.Render(start + (RenderedPeriod * i), bgr);
            sink(bgr, RenderedSide, RenderedSide, RenderedSide * 3, RenderedPeriod * i, RenderedPeriod);
        }

        return new ClipReading(RenderedPeriod, RenderedFrames, RenderedFrames);
    }
}
