using System.Globalization;
using SdCom.Edge.Runtime.Capture.Live;
using SdCom.Edge.Synthetic;

namespace SdCom.Edge.Runtime.Capture;

/// <summary>Turns what a user writes after <c>--source</c> into a source.</summary>
public static class FrameSources
{
    /// <summary>What may follow <c>--source</c>, for messages.</summary>
    public const string Kinds = "a video file, a folder of pictures, a camera (0 or /dev/video0), rtsp://<host>/<path>, csi:<N>, gst:<pipeline> or synthetic:<action>";

    private const string SyntheticPrefix = "synthetic:";
    private const string CsiPrefix = "csi:";
    private const string PipelinePrefix = "gst:";
    private const ulong SyntheticSeed = 7;

    /// <summary>
    /// Opens a recording (a video file, a folder of pictures), prepares a camera (<c>0</c>, <c>/dev/video0</c>, <c>rtsp://..</c>, <c>csi:0</c>,
    /// <c>gst:pipeline</c>), which is opened by its first grab and again after every loss, or makes a generated one (<c>synthetic:wave_off</c>).
    /// </summary>
    /// <param name="source">The source in the user's words.</param>
    /// <param name="clock">The time of live sources.</param>
    /// <param name="framesPerSecond">The rate to ask a camera for; null takes what it gives.</param>
    /// <exception cref="SourceException">The source is unknown, or a recording that is missing or unreadable.</exception>
    public static IFrameSource Open(string source, TimeProvider clock, double? framesPerSecond = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (Starts(source, SyntheticPrefix, out string action))
            return OpenSynthetic(action, clock);
        if (Starts(source, CsiPrefix, out string sensor))
            return OpenPipeline(source, Pipelines.Csi(Sensor(sensor), framesPerSecond), clock);
        if (Starts(source, PipelinePrefix, out string pipeline))
            return OpenPipeline(source, Pipelines.Complete(pipeline), clock);
        if (source.StartsWith("rtsp://", StringComparison.OrdinalIgnoreCase) || source.StartsWith("rtsps://", StringComparison.OrdinalIgnoreCase))
            return Live(source, BackEnds.FFmpeg, () => Cameras.OpenRtsp(source, clock), clock);
        if (CameraDevice(source) is { } device)
            return Live(device, BackEnds.V4l2, () => Cameras.OpenV4l2(device, clock, framesPerSecond), clock);
        if (Directory.Exists(source))
            return new FolderSource(source);
        if (File.Exists(source))
            return new VideoFileSource(source);
        throw new SourceException($"source must be {Kinds}, got '{source}'; there is no such file.");
    }

    private static SyntheticSource OpenSynthetic(string action, TimeProvider clock) => action.Length > 0
        ? new SyntheticSource([action], TimeSpan.FromDays(1), SyntheticSeed, clock)
        : throw new SourceException($"synthetic: must name a gesture after the colon; use one of {string.Join(", ", Gestures.Names)}.");

    private static LiveSource OpenPipeline(string source, string pipeline, TimeProvider clock) => source.Length > PipelinePrefix.Length
        ? Live(source, BackEnds.GStreamer, () => Cameras.OpenPipeline(pipeline, clock), clock)
        : throw new SourceException("gst: must name a pipeline after the colon, such as gst:v4l2src ! videoconvert.");

    private static LiveSource Live(string source, string backEnd, Func<IFrameSource> open, TimeProvider clock)
    {
        string name = Network.HideSecrets(source);
        if (!BackEnds.Has(backEnd))
            throw new SourceException($"{name}: this machine's OpenCV was built without {backEnd}; install one that has it (Debian's and JetPack's do).");
        Random jitter = new(HashCode.Combine(source, Environment.ProcessId)); // another one in every process
        return new LiveSource(name, open, clock, jitter);
    }

    private static bool Starts(string source, string prefix, out string rest)
    {
        bool starts = source.StartsWith(prefix, StringComparison.Ordinal);
        rest = starts ? source[prefix.Length..] : string.Empty;
        return starts;
    }

    private static int Sensor(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int sensor)
        ? sensor
        : throw new SourceException($"csi: must be followed by the number of the camera, such as csi:0, got '{text}'.");

    // 0, /dev/video0, or a lasting name such as /dev/v4l/by-id/usb-...-index0.
    private static string? CameraDevice(string source) => int.TryParse(source, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
        ? string.Create(CultureInfo.InvariantCulture, $"/dev/video{index}")
        : source.StartsWith("/dev/video", StringComparison.Ordinal) || source.StartsWith("/dev/v4l/", StringComparison.Ordinal) ? source : null;
}
