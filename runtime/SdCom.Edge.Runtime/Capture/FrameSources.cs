using System.Globalization;
using SdCom.Edge.Synthetic;

namespace SdCom.Edge.Runtime.Capture;

/// <summary>Turns what a user writes after <c>--source</c> into a source.</summary>
public static class FrameSources
{
    private const string SyntheticPrefix = "synthetic:";
    private const ulong SyntheticSeed = 7;

    /// <summary>Opens a video file, a folder of pictures, a camera (<c>0</c>, <c>/dev/video0</c>) or a generated camera (<c>synthetic:wave_off</c>).</summary>
    /// <param name="source">The source in the user's words.</param>
    /// <param name="clock">The time of live sources.</param>
    /// <param name="framesPerSecond">The rate to ask a camera for; null takes what it gives.</param>
    /// <exception cref="SourceException">The source is unknown, missing or unreadable.</exception>
    public static IFrameSource Open(string source, TimeProvider clock, double? framesPerSecond = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.StartsWith(SyntheticPrefix, StringComparison.Ordinal))
            return OpenSynthetic(source[SyntheticPrefix.Length..], clock);
        if (CameraIndex(source) is { } index)
            return new CameraSource(index, clock, framesPerSecond);
        if (Directory.Exists(source))
            return new FolderSource(source);
        if (File.Exists(source))
            return new VideoFileSource(source);
        throw new SourceException(
            $"source must be a video file, a folder of pictures, a camera (0 or /dev/video0) or synthetic:<action>, got '{source}'; there is no such file.");
    }

    private static SyntheticSource OpenSynthetic(string action, TimeProvider clock) => action.Length > 0
        ? new SyntheticSource([action], TimeSpan.FromDays(1), SyntheticSeed, clock)
        : throw new SourceException($"synthetic: must name a gesture after the colon; use one of {string.Join(", ", Gestures.Names)}.");

    private static int? CameraIndex(string source)
    {
        ReadOnlySpan<char> number = source.StartsWith("/dev/video", StringComparison.Ordinal) ? source.AsSpan("/dev/video".Length) : source;
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : null;
    }
}
