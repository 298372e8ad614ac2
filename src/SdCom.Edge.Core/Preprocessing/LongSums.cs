using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SdCom.Edge.Core.Preprocessing;

/// <summary>Sums of 32 bits: any sizes.</summary>
internal sealed class LongSums : Resampler
{
    private readonly ResampleTable across;
    private readonly ResampleTable down;
    private readonly SumDivider divider;
    private readonly uint[] weightPairs;
    private readonly uint[] columns; // a row of the frame, summed down its columns
    private readonly uint[] pixels; // a row of the picture before division

    public LongSums(ResampleTable across, ResampleTable down)
    {
        (this.across, this.down) = (across, down);
        divider = new SumDivider(across.Total, down.Total);
        weightPairs = across.InPairs<uint>(rows: 1);
        columns = new uint[across.PaddedLength];
        pixels = new uint[(across.First.Length * 3) + 1]; // one more than is used: pixels are written four numbers at a time
    }

    public override void Fill(ReadOnlySpan<byte> bgr, int stride, Span<byte> rgb)
    {
        int row = across.First.Length * 3;
        for (int y = 0; y < down.First.Length; y++)
        {
            RowMath.Add(bgr[(down.First[y] * stride)..], stride, down.WeightsOf(y), columns.AsSpan(0, across.Source * 3));
            AddAcross();
            divider.Divide(pixels.AsSpan(0, row), rgb.Slice(y * row, row));
        }
    }

    // Six numbers, the colours of two pixels, are weighted at once; at the end the two meet and blue and red change places. The arrays' sizes, set
    // where they are made, cover every read and write; with checks this took a third longer.
    private void AddAcross()
    {
        ref uint column = ref MemoryMarshal.GetArrayDataReference(columns);
        ref uint weights = ref MemoryMarshal.GetArrayDataReference(weightPairs);
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
}
