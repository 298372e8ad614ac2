using OpenCvSharp;

namespace SdCom.Edge.Runtime.Capture;

/// <summary>A folder of pictures, in the order of their names, played as a recording.</summary>
public sealed class FolderSource : IFrameSource
{
    /// <summary>Pictures a second: a folder does not say, so this is taken.</summary>
    public const double DefaultFramesPerSecond = 25;

    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".bmp", ".webp"];

    private readonly string[] pictures;
    private volatile bool stopped;
    private int next = -1;

    /// <exception cref="SourceException">The folder is missing or holds no picture.</exception>
    public FolderSource(string folder, double framesPerSecond = DefaultFramesPerSecond)
    {
        Name = folder;
        FramesPerSecond = framesPerSecond;
        if (!Directory.Exists(folder))
            throw new SourceException($"{folder}: no such folder.");
        pictures = [.. Directory.EnumerateFiles(folder).Where(f => Extensions.Contains(Path.GetExtension(f).ToLowerInvariant())).Order(StringComparer.Ordinal)];
        if (pictures.Length == 0)
            throw new SourceException($"{folder}: no pictures ({string.Join(", ", Extensions)}) in this folder.");
        using Mat first = Cv2.ImRead(pictures[0]);
        FrameSize = new Size(first.Cols, first.Rows);
    }

    public string Name { get; }

    public bool IsLive => false;

    public double FramesPerSecond { get; }

    public Size FrameSize { get; }

    public bool TryGrab(out TimeSpan time)
    {
        next++;
        time = TimeSpan.FromSeconds(next / FramesPerSecond);
        return !stopped && next < pictures.Length;
    }

    public bool TryRetrieve(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        using Mat picture = Cv2.ImRead(pictures[next]);
        if (picture.Empty())
            return false;
        picture.CopyTo(frame.Picture);
        return true;
    }

    public void Stop() => stopped = true;

    public void Dispose() => Stop();
}
