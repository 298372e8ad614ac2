using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
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

    private readonly uint[] pixels; // a row of the picture before division
    private uint[] columns = []; // a row of the frame, summed down its columns
    private ResampleTable table;
    private SumDivider divider;

    /// <summary>Creates a preprocessor for pictures of <paramref name="size"/> pixels a side.</summary>
    public PicturePreprocessor(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 1024);
        Size = size;
        pixels = new uint[(size * 3) + 1]; // one more than is used: pixels are written four numbers at a time
        Prepare(size);
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
            Prepare(side);

        ReadOnlySpan<byte> square = bgr[((height - side) / 2 * stride + ((width - side) / 2 * 3))..];
        for (int y = 0; y < Size; y++)
        {
            // Down the columns first: whole rows at once.
            RowMath.Add(square[(table.First[y] * stride)..], stride, table.WeightsOf(y), columns.AsSpan(0, side * 3));
            AddAcross();
            divider.Divide(pixels.AsSpan(0, Size * 3), rgb.Slice(y * Size * 3, Size * 3));
        }
    }

    [MemberNotNull(nameof(table))]
    private void Prepare(int side)
    {
        table = new ResampleTable(side, Size);
        divider = new SumDivider(table.Total);
        columns = new uint[((side + (2 * table.PairsPerPixel)) * 3) + 2]; // the last pixel's pairs reach beyond the frame, where weights are zero
    }

    // Six numbers, the colours of two pixels, are weighted at once; at the end the two meet and blue and red change places. The arrays' sizes, set
    // where they are made, cover every read and write; with checks this took a third longer.
    private void AddAcross()
    {
        ref uint column = ref MemoryMarshal.GetArrayDataReference(columns);
        ref uint weights = ref MemoryMarshal.GetArrayDataReference(table.Pairs);
        ref uint pixel = ref MemoryMarshal.GetArrayDataReference(pixels);
        Vector256<uint> one = Vector256.Create(2u, 1, 0, 7, 7, 7, 7, 7);
        Vector256<uint> other = Vector256.Create(5u, 4, 3, 7, 7, 7, 7, 7);
        int pairs = table.PairsPerPixel;
        foreach (int first in table.First)
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
        if (width < 1 || height < 1 || Math.Min(width, height) > MaxSide)
            throw new ArgumentException($"a frame must have 1 to {MaxSide} pixels on its shorter side, got {width} x {height}.");
        if (stride < width * 3L || bytes < ((height - 1) * (long)stride) + (width * 3L))
            throw new ArgumentException($"a frame of {width} x {height} pixels does not fit {bytes} bytes with {stride} bytes a row.");
        if (pictureBytes != Size * Size * 3)
            throw new ArgumentException($"the picture must have {Size * Size * 3} bytes, got {pictureBytes}.");
    }
}
