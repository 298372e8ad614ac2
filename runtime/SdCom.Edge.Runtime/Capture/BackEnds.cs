using OpenCvSharp;

namespace SdCom.Edge.Runtime.Capture;

/// <summary>What this machine's OpenCV can read with.</summary>
public static class BackEnds
{
    public const string FFmpeg = "FFMPEG";
    public const string GStreamer = "GStreamer";
    public const string V4l2 = "v4l/v4l2";

    private static readonly string[] Lines = Cv2.GetBuildInformation().Split('\n');

    /// <summary>Whether a back end is built in, by its name in OpenCV's description of itself.</summary>
    public static bool Has(string name) => Array.Exists(
        Lines, line => line.Contains($"{name}:", StringComparison.OrdinalIgnoreCase) && line.Contains("YES", StringComparison.Ordinal));
}
