using OpenCvSharp;

namespace SdCom.Edge.Runtime.Capture;

/// <summary>What this machine's OpenCV can read with.</summary>
public static class BackEnds
{
    public const string FFmpeg = "FFMPEG";
    public const string GStreamer = "GStreamer";
    public const string V4l2 = "v4l/v4l2";

    private static readonly string[] Lines = Cv2.GetBuildInformation().Split('\n');

    /// <summary>The version that it was built with, where OpenCV tells it; FFmpeg's is that of its codecs.</summary>
    public static string? VersionOf(string name)
    {
        string? line = Array.Find(Lines, line => line.Contains($"{(name == FFmpeg ? "avcodec" : name)}:", StringComparison.OrdinalIgnoreCase));
        int open = line?.IndexOf('(', StringComparison.Ordinal) ?? -1, close = line?.IndexOf(')', StringComparison.Ordinal) ?? -1;
        return name == V4l2 || open < 0 || close < open ? null : $"{(name == FFmpeg ? "libavcodec" : name)} {line![(open + 1)..close]}";
    }

    /// <summary>Whether a back end is built in, by its name in OpenCV's description of itself.</summary>
    public static bool Has(string name) => Array.Exists(
        Lines, line => line.Contains($"{name}:", StringComparison.OrdinalIgnoreCase) && line.Contains("YES", StringComparison.Ordinal));
}
