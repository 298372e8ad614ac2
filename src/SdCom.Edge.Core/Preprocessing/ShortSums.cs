using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SdCom.Edge.Core.Preprocessing;

/// <summary>
/// Sums that fit 16 bits, as those of common cameras do: 480 to 192 pixels are 5 to 2, so that a pixel's weights sum to 25. Two rows at a time; with 32 bits it takes twice as long and more.
/// </summary>
internal sealed class ShortSums : Resampler
{
    private readonly ResampleTable across;
    private readonly ResampleTable down;
    private readonly ShortDivider divider;
    private readonly ushort[] weightPairs;
    private readonly ushort[] columns; // two rows of the frame, each summed down its columns
    private readonly ushort[] pixels; // two rows of the picture before division
    private readonly int columnsRow;
    private readonly int pixelsRow;

    public ShortSums(ResampleTable across, ResampleTable down)
    {
        (this.across, this.down) = (across, down);
        divider = new ShortDivider(across.Total * down.Total);
        weightPairs = across.InPairs<ushort>(rows: 2);
        columnsRow = across.PaddedLength;
        pixelsRow = (across.First.Length * 3) + 5; // pixels are written eight numbers at a time
        columns = new ushort[2 * columnsRow];
        pixels = new ushort[2 * pixelsRow];
    }

    /// <summary>Whether these tables' sums fit, and can be divided in 16 bits.</summary>
    public static bool Hold(ResampleTable across, ResampleTable down) => ShortDivider.IsExact(across.Total * down.Total);

    public override void Fill(ReadOnlySpan<byte> bgr, int stride, Span<byte> rgb)
    {
        int row = across.First.Length * 3;
        for (int y = 0; y < down.First.Length; y += 2)
        {
            AddDown(bgr, stride, y, 0);
            bool last = y + 1 == down.First.Length;
            if (!last)
                AddDown(bgr, stride, y + 1, columnsRow);
            if (across.PairsPerPixel == 2)
                AddTwoPairsAcross();
            else
                AddAcross();
            divider.Divide(pixels.AsSpan(0, row), rgb.Slice(y * row, row));
            if (!last)
                divider.Divide(pixels.AsSpan(pixelsRow, row), rgb.Slice((y + 1) * row, row));
        }
    }

    private void AddDown(ReadOnlySpan<byte> bgr, int stride, int y, int at) =>
        RowMath.Add(bgr[(down.First[y] * stride)..], stride, down.WeightsOf(y), columns.AsSpan(at, across.Source * 3));

    // The colours of two pixels of either row are weighted at once; at the end the two pixels meet and blue and red change places. The arrays' sizes, set
    // where they are made, cover every read and write.
    private void AddAcross()
    {
        ref ushort column = ref MemoryMarshal.GetArrayDataReference(columns);
        ref ushort weights = ref MemoryMarshal.GetArrayDataReference(weightPairs);
        ref ushort pixel = ref MemoryMarshal.GetArrayDataReference(pixels);
        nuint otherColumns = (nuint)columnsRow, otherPixels = (nuint)pixelsRow;
        int pairs = across.PairsPerPixel;
        foreach (int first in across.First)
        {
            ref ushort pair = ref Unsafe.Add(ref column, first * 3);
            Vector256<ushort> sum = Weighted(ref pair, otherColumns, ref weights);
            for (int k = 1; k < pairs; k++)
            {
                pair = ref Unsafe.Add(ref pair, 6);
                weights = ref Unsafe.Add(ref weights, 2 * ResampleTable.PairLanes);
                sum += Weighted(ref pair, otherColumns, ref weights);
            }

            weights = ref Unsafe.Add(ref weights, 2 * ResampleTable.PairLanes);
            Store(sum, ref pixel, otherPixels);
            pixel = ref Unsafe.Add(ref pixel, 3);
        }
    }

    // The same for three or four pixels of the frame to one of the picture, as most cameras have it: without the inner loop it takes two thirds of the time.
    private void AddTwoPairsAcross()
    {
        ref ushort column = ref MemoryMarshal.GetArrayDataReference(columns);
        ref ushort weights = ref MemoryMarshal.GetArrayDataReference(weightPairs);
        ref ushort pixel = ref MemoryMarshal.GetArrayDataReference(pixels);
        nuint otherColumns = (nuint)columnsRow, otherPixels = (nuint)pixelsRow;
        foreach (int first in across.First)
        {
            ref ushort pair = ref Unsafe.Add(ref column, first * 3);
            Store(
                Weighted(ref pair, otherColumns, ref weights) + Weighted(ref Unsafe.Add(ref pair, 6), otherColumns, ref Unsafe.Add(ref weights, 2 * ResampleTable.PairLanes)),
                ref pixel,
                otherPixels);
            weights = ref Unsafe.Add(ref weights, 4 * ResampleTable.PairLanes);
            pixel = ref Unsafe.Add(ref pixel, 3);
        }
    }

    // Both are inlined by force: a call for every pixel takes longer than what it does.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Weighted(ref ushort pair, nuint other, ref ushort weights) =>
        Vector256.Create(Vector128.LoadUnsafe(ref pair), Vector128.LoadUnsafe(ref pair, other)) * Vector256.LoadUnsafe(ref weights);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<ushort> sum, ref ushort pixel, nuint other)
    {
        sum = Vector256.Shuffle(sum, Vector256.Create((ushort)2, 1, 0, 7, 7, 7, 7, 7, 10, 9, 8, 15, 15, 15, 15, 15))
            + Vector256.Shuffle(sum, Vector256.Create((ushort)5, 4, 3, 7, 7, 7, 7, 7, 13, 12, 11, 15, 15, 15, 15, 15));
        sum.GetLower().StoreUnsafe(ref pixel);
        sum.GetUpper().StoreUnsafe(ref pixel, other);
    }
}
