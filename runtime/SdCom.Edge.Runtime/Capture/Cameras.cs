using OpenCvSharp;
using SdCom.Edge.Runtime.Machine;

namespace SdCom.Edge.Runtime.Capture;

/// <summary>Opens cameras: one attempt each, and one line that says why it failed.</summary>
internal static class Cameras
{
    // Smaller than what the watchdog waits for: FFmpeg then gives up by itself and its thread comes back.
    private const int OpenMilliseconds = 10_000;
    private const int ReadMilliseconds = 5_000;

    // CAP_PROP_OPEN_TIMEOUT_MSEC and CAP_PROP_READ_TIMEOUT_MSEC; the official binding has no names for them.
    private static readonly int[] Timeouts = [53, OpenMilliseconds, 54, ReadMilliseconds];

    /// <summary>Opens a V4L2 camera at the rate that is asked for, or the nearest that it can.</summary>
    /// <param name="device">/dev/videoN, or a link to one.</param>
    /// <param name="clock">The time that frames get.</param>
    /// <param name="framesPerSecond">The rate to ask for; null takes what the camera gives.</param>
    /// <exception cref="SourceException">There is no such camera, or it does not open.</exception>
    public static IFrameSource OpenV4l2(string device, TimeProvider clock, double? framesPerSecond)
    {
        if (!File.Exists(device))
            throw new SourceException($"no such camera; {Present()}");
        string node = File.ResolveLinkTarget(device, returnFinalTarget: true)?.FullName ?? device;
        VideoCapture capture = new(node, VideoCaptureAPIs.V4L2);
        if (!capture.IsOpened())
        {
            capture.Dispose();
            throw new SourceException(WhyNot(node));
        }

        capture.Set(VideoCaptureProperties.BufferSize, 1); // a queue inside the driver would only make frames old
        if (framesPerSecond is { } wanted)
            Negotiate(wanted, capture.FourCC, (format, rate) => Ask(capture, format, rate));
        return new CaptureSource(device, capture, clock);
    }

    /// <summary>
    /// Asks for a rate in the format at hand. Where that is too slow, because raw pictures fill the cable, JPEG pictures are tried and kept if they come faster.
    /// </summary>
    /// <param name="wanted">Frames a second.</param>
    /// <param name="format">The four characters of the format at hand.</param>
    /// <param name="ask">Asks for format and rate, and returns the rate that the camera then has.</param>
    internal static void Negotiate(double wanted, string format, Func<string, double, double> ask)
    {
        const double NearEnough = 0.95;
        double rate = ask(format, wanted);
        if (rate < wanted * NearEnough && ask("MJPG", wanted) <= rate)
            ask(format, wanted);
    }

    /// <summary>Opens a stream of a network camera over TCP.</summary>
    /// <exception cref="SourceException">It does not answer, or not with video.</exception>
    public static IFrameSource OpenRtsp(string address, TimeProvider clock)
    {
        VideoCapture capture = new(address, VideoCaptureAPIs.FFMPEG, Timeouts);
        if (capture.IsOpened())
            return new CaptureSource(address, capture, clock);
        capture.Dispose();
        throw new SourceException(Network.WhyNot(address));
    }

    /// <summary>Starts a GStreamer pipeline that ends in an appsink.</summary>
    /// <exception cref="SourceException">The pipeline is wrong, or its camera is not there.</exception>
    public static IFrameSource OpenPipeline(string pipeline, TimeProvider clock)
    {
        VideoCapture capture = new();
        try
        {
            capture.SetExceptionMode(true); // the exception says why
            capture.Open(pipeline, VideoCaptureAPIs.GSTREAMER);
            capture.SetExceptionMode(false);
            return new CaptureSource(pipeline, capture, clock);
        }
        catch (OpenCVException problem)
        {
            capture.Dispose();
            throw new SourceException($"the pipeline does not start ({problem.Message}); try it with gst-launch-1.0", problem);
        }
    }

    // Drivers take a setting and then do something else: what they say afterwards is what counts.
    private static double Ask(VideoCapture capture, string format, double rate)
    {
        if (format.Length == 4)
            capture.Set(VideoCaptureProperties.FourCC, VideoWriter.FourCC(format));
        capture.Set(VideoCaptureProperties.Fps, rate);
        return capture.Fps;
    }

    /// <summary>Why a device does not open as a camera, by asking it.</summary>
    internal static string WhyNot(string node)
    {
        try
        {
            return CameraFormats.Describe(node) switch
            {
                null => "it is no camera",
                { Captures: false } or { Formats.Count: 0 } => $"no pictures come from this device of the camera, it is for other data; {Present()}, and sdcom doctor tells which give pictures",
                { IsMultiPlanar: true } => $"its pictures come in several planes, which this machine's OpenCV does not read; GStreamer does: --source 'gst:v4l2src device={node} ! videoconvert'",
                _ => "the camera does not open; close other programs that use it",
            };
        }
        catch (UnauthorizedAccessException)
        {
            return "this user may not use the camera; add him to the group 'video' (sdcom doctor tells how)";
        }
        catch (IOException problem)
        {
            return $"the camera does not open: {problem.Message}";
        }
    }

    private static string Present()
    {
        string[] cameras = Directory.Exists("/dev") ? Directory.GetFiles("/dev", "video*") : [];
        return cameras.Length == 0
            ? "this machine shows none (try --source synthetic:<action>)"
            : $"this machine has {string.Join(", ", cameras.Order(StringComparer.Ordinal))}";
    }
}
