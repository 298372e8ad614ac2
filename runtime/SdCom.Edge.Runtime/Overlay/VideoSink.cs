using OpenCvSharp;
using SdCom.Edge.Core;

namespace SdCom.Edge.Runtime.Overlay;

/// <summary>Records a video aside and gives it its name when it is complete. Gaps between live frames are filled by repeating, so that it plays at the right speed.</summary>
public sealed class VideoSink : IPictureSink
{
    private readonly string path;
    private readonly string aside;
    private readonly double framesPerSecond;
    private readonly VideoWriter writer;
    private long written;

    /// <param name="path">The .mp4 file.</param>
    /// <param name="framesPerSecond">Its rate.</param>
    /// <param name="size">Size of the pictures; a single camera's when left out.</param>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public VideoSink(string path, double framesPerSecond, Size? size = null)
    {
        if (!string.Equals(Path.GetExtension(path), ".mp4", StringComparison.OrdinalIgnoreCase))
            throw new InputException($"--record must name an .mp4 file, got '{path}'.");
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
            throw new InputException($"{path}: the folder {folder} does not exist; create it first.");
        this.path = path;
        this.framesPerSecond = framesPerSecond;
        aside = Path.Combine(folder, $".{Path.GetFileNameWithoutExtension(path)}.writing.mp4");
        writer = new VideoWriter(aside, FourCC.FromString("mp4v"), framesPerSecond, size ?? HudPainter.CanvasSize);
        if (!writer.IsOpened())
        {
            writer.Dispose();
            throw new InputException($"{path}: the video cannot be written; is the folder writable, and does this OpenCV have an MPEG-4 encoder?");
        }
    }

    public void Add(Mat picture, HudState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        long last = Math.Max(written, (long)Math.Round(state.Time.TotalSeconds * framesPerSecond));
        while (written <= last)
        {
            writer.Write(picture);
            written++;
        }
    }

    public void Complete()
    {
        writer.Release();
        if (written > 0)
            File.Move(aside, path, overwrite: true);
    }

    public void Dispose()
    {
        writer.Dispose();
        File.Delete(aside);
    }
}
