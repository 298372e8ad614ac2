using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SdCom.Edge.Core.Preprocessing;

/// <summary>
/// Makes the networks' square RGB picture from a camera's BGR frame: centre square crop, then the exact area average when shrinking or bilinear interpolation when enlarging.
/// Trainer and runtime both use it, so their pictures are equal to the bit. Whole numbers only. One caller at a time.
/// </summary>
public sealed class PicturePreprocessor
{
    /// <summary>The longest square crop, in pixels a side, that the whole-number arithmetic holds.</summary>
    public const int MaxSide = 4095;

    private readonly uint[] rowSums;
    private ResampleTable table;

    /// <summary>Creates a preprocessor for pictures of <paramref name="size"/> pixels a side.</summary>
    public PicturePreprocessor(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 1024);
        Size = size;
        table = new ResampleTable(size, size);
        rowSums = new uint[(MaxSide * 3) + 1]; // one more than is used: pixels are read four numbers at a time
    }

    /// <summary>Pixels a side of the pictures.</summary>
    public int Size { get; }

    /// <summary>Fills <paramref name="rgb"/>, [Size, Size, 3]. Allocates only when the frames' size changes.</summary>
    /// <param name="bgr">The frame: rows of three bytes a pixel, each row <paramref name="stride"/> bytes after the one before.</param>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="stride">Bytes from one row to the next, at least 3 x width.</param>
    /// <param name="rgb">The picture.</param>
    /// <exception cref="ArgumentException">A size does not fit.</exception>
    public void Fill(ReadOnlySpan<byte> bgr, int width, int height, int stride, Span<byte> rgb)
    {
        int side = Math.Min(width, height);
        Check(bgr.Length, width, height, stride, rgb.Length);
        if (table.Source != side)
            table = new ResampleTable(side, Size);

        ReadOnlySpan<byte> square = bgr[((height - side) / 2 * stride + ((width - side) / 2 * 3))..];
        Span<uint> sums = rowSums.AsSpan(0, side * 3);
        for (int y = 0; y < Size; y++)
        {
            // Down the columns first: whole rows at once.
            RowMath.Add(square[(table.First[y] * stride)..], stride, table.WeightsOf(y), sums);
            FillRow(sums, rgb.Slice(y * Size * 3, Size * 3));
        }
    }

    // The three colours of a pixel are summed at once; the fourth lane holds the next pixel's blue and is left unused.
    private void FillRow(ReadOnlySpan<uint> sums, Span<byte> row)
    {
        ref uint columns = ref MemoryMarshal.GetReference(sums);
        for (int x = 0; x < Size; x++)
        {
            ReadOnlySpan<uint> weights = table.WeightsOf(x);
            nuint at = (nuint)table.First[x] * 3;
            Vector128<uint> pixel = Vector128<uint>.Zero;
            for (int k = 0; k < weights.Length; k++, at += 3)
                pixel += Vector128.LoadUnsafe(ref columns, at) * weights[k];
            row[x * 3] = table.Divide(pixel[2]);
            row[(x * 3) + 1] = table.Divide(pixel[1]);
            row[(x * 3) + 2] = table.Divide(pixel[0]);
        }
    }

    private void Check(int bytes, int width, int height, int stride, int pictureBytes)
    {
        if (width < 1 || height < 1 || Math.Min(width, height) > MaxSide)
            throw new ArgumentException($"a frame must have 1 to {MaxSide} pixels on its shorter side, got {width} x {height}.");
        if (stride < width * 3L || bytes < ((height - 1) * (long)stride) + (width * 3L))
            throw new ArgumentException($"a frame of {width} x {height} pixels does not fit {bytes} bytes with {stride} bytes a row.");
        if (pictureBytes != Size * Size * 3)
            throw new ArgumentException($"the picture must have {Size * Size * 3} bytes, got {pictureBytes}.");
    }
}
