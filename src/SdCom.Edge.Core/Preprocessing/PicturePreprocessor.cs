using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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

    private readonly uint[] pixels; // a row of the picture before division
    private uint[] columns = []; // a row of the frame, summed down its columns
    private ResampleTable across;
    private ResampleTable down;
    private SumDivider divider;

    /// <summary>Creates a preprocessor for pictures of <paramref name="size"/> pixels a side.</summary>
    public PicturePreprocessor(int size, PictureFit fit = PictureFit.Crop)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 1024);
        Size = size;
        Fit = fit;
        pixels = new uint[(size * 3) + 1]; // one more than is used: pixels are written four numbers at a time
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
        for (int y = 0; y < Size; y++)
        {
            // Down the columns first: whole rows at once.
            RowMath.Add(seen[(down.First[y] * stride)..], stride, down.WeightsOf(y), columns.AsSpan(0, columnsSeen * 3));
            AddAcross();
            divider.Divide(pixels.AsSpan(0, Size * 3), rgb.Slice(y * Size * 3, Size * 3));
        }
    }

    [MemberNotNull(nameof(across), nameof(down))]
    private void Prepare(int columnsSeen, int rowsSeen)
    {
        across = new ResampleTable(columnsSeen, Size);
        down = columnsSeen == rowsSeen ? across : new ResampleTable(rowsSeen, Size);
        divider = new SumDivider(across.Total, down.Total);
        columns = new uint[((columnsSeen + (2 * across.PairsPerPixel)) * 3) + 2]; // the last pixel's pairs reach beyond the frame, where weights are zero
    }

    // Six numbers, the colours of two pixels, are weighted at once; at the end the two meet and blue and red change places. The arrays' sizes, set
    // where they are made, cover every read and write; with checks this took a third longer.
    private void AddAcross()
    {
        ref uint column = ref MemoryMarshal.GetArrayDataReference(columns);
        ref uint weights = ref MemoryMarshal.GetArrayDataReference(across.Pairs);
        ref uint pixel = ref MemoryMarshal.GetArrayDataReference(pixels);
        Vector256<uint> one = Vector256.Create(2u, 1, 0, 7, 7, 7, 7, 7);
        Vector256<uint> other = Vector256.Create(5u, 4, 3, 7, 7, 7, 7, 7);
        int pairs = across.PairsPerPixel;
        foreach (int first in across.First)
        {
            ref uint pair = ref Unsafe.Add(ref column, first * 3);
            Vector256<uint> sum = Vector256<uint>.Zero;
            for (int k = 0; k < pairs; k++)
            {
                sum += Vector256.LoadUnsafe(ref pair) * Vector256.LoadUnsafe(ref weights);
                pair = ref Unsafe.Add(ref pair, 6);
                weights = ref Unsafe.Add(ref weights, ResampleTable.PairLanes);
            }

            (Vector256.Shuffle(sum, one) + Vector256.Shuffle(sum, other)).GetLower().StoreUnsafe(ref pixel);
            pixel = ref Unsafe.Add(ref pixel, 3);
        }
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
