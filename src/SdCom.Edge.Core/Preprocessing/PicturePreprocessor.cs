using System.Diagnostics.CodeAnalysis;

namespace SdCom.Edge.Core.Preprocessing;

/// <summary>
/// Makes the networks' square RGB picture from a camera's BGR frame: centre square crop, or the whole frame, then along each axis the exact area average when
/// shrinking or linear interpolation when enlarging.
/// Trainer and runtime both use it, so their pictures are equal to the bit. Whole numbers only. One caller at a time.
/// </summary>
public sealed class PicturePreprocessor
{
    /// <summary>The longest square crop, in pixels a side, that the whole-number arithmetic holds; a stretched frame may have as many pixels in all.</summary>
    public const int MaxSide = 4095;

    private ResampleTable across;
    private ResampleTable down;
    private Resampler resampler;

    /// <summary>Creates a preprocessor for pictures of <paramref name="size"/> pixels a side.</summary>
    public PicturePreprocessor(int size, PictureFit fit = PictureFit.Crop)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 1024);
        Size = size;
        Fit = fit;
        Prepare(size, size);
    }

    /// <summary>Pixels a side of the pictures.</summary>
    public int Size { get; }

    /// <summary>What becomes of frames that are not square.</summary>
    public PictureFit Fit { get; }

    /// <summary>Fills <paramref name="rgb"/>, [Size, Size, 3]. Allocates only when the frames' size changes.</summary>
    /// <param name="bgr">The frame: rows of three bytes a pixel, each row <paramref name="stride"/> bytes after the one before.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="stride">Bytes from one row to the next, at least 3 x width.</param>
    /// <param name="rgb">The picture.</param>
    /// <exception cref="ArgumentException">A size does not fit.</exception>
    public void Fill(ReadOnlySpan<byte> bgr, int width, int height, int stride, Span<byte> rgb)
    {
        Check(bgr.Length, width, height, stride, rgb.Length);
        int side = Math.Min(width, height);
        (int columnsSeen, int rowsSeen) = Fit == PictureFit.Crop ? (side, side) : (width, height);
        if (across.Source != columnsSeen || down.Source != rowsSeen)
            Prepare(columnsSeen, rowsSeen);

        ReadOnlySpan<byte> seen = bgr[((height - rowsSeen) / 2 * stride + ((width - columnsSeen) / 2 * 3))..];
        resampler.Fill(seen, stride, rgb);
    }

    [MemberNotNull(nameof(across), nameof(down), nameof(resampler))]
    private void Prepare(int columnsSeen, int rowsSeen)
    {
        across = new ResampleTable(columnsSeen, Size);
        down = columnsSeen == rowsSeen ? across : new ResampleTable(rowsSeen, Size);
        resampler = Resampler.Create(across, down);
    }

    private void Check(int bytes, int width, int height, int stride, int pictureBytes)
    {
        if (width < 1 || height < 1 || (Fit == PictureFit.Crop && Math.Min(width, height) > MaxSide))
            throw new ArgumentException($"a frame must have 1 to {MaxSide} pixels on its shorter side, got {width} x {height}.");
        if (Fit == PictureFit.Stretch && (long)Math.Max(width, 2 * Size) * Math.Max(height, 2 * Size) > SumDivider.MaxDivisor) // the tables' largest totals
            throw new ArgumentException($"a frame of {width} x {height} pixels is too large to be stretched to {Size} x {Size}; at most {MaxSide} x {MaxSide} pixels in all, and fewer when one side is short.");
        if (stride < width * 3L || bytes < ((height - 1) * (long)stride) + (width * 3L))
            throw new ArgumentException($"a frame of {width} x {height} pixels does not fit {bytes} bytes with {stride} bytes a row.");
        if (pictureBytes != Size * Size * 3)
            throw new ArgumentException($"the picture must have {Size * Size * 3} bytes, got {pictureBytes}.");
    }
}
