using System.Globalization;

namespace SdCom.Edge.Runtime.Capture;

/// <summary>The text of GStreamer pipelines.</summary>
internal static class Pipelines
{
    /// <summary>The end of a pipeline that keeps the newest picture only and never waits for us.</summary>
    public const string AppSink = "appsink drop=true max-buffers=1 sync=false";

    private const double CsiRate = 30;

    /// <summary>A user's pipeline, with an end of ours unless it has one of its own.</summary>
    public static string Complete(string pipeline) => pipeline.Contains("appsink", StringComparison.Ordinal)
        ? pipeline.Trim()
        : $"{pipeline.Trim().TrimEnd('!').TrimEnd()} ! videoconvert ! video/x-raw,format=BGR ! {AppSink}";

    /// <summary>A CSI camera of a Jetson: its image processor scales and converts, only the last step to BGR is the CPU's.</summary>
    /// <param name="sensor">Which of the cameras, from 0.</param>
    /// <param name="framesPerSecond">The rate to ask for; 30 when null.</param>
    public static string Csi(int sensor, double? framesPerSecond) => string.Create(
        CultureInfo.InvariantCulture,
        $"nvarguscamerasrc sensor-id={sensor} ! video/x-raw(memory:NVMM),width=1280,height=720,framerate={Math.Max(1, Math.Round(framesPerSecond ?? CsiRate)):0}/1 ! nvvidconv ! video/x-raw,format=BGRx ! videoconvert ! video/x-raw,format=BGR ! {AppSink}");
}
