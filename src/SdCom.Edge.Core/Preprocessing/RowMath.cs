using System.Numerics;

namespace SdCom.Edge.Core.Preprocessing;

/// <summary>Weighted sums of byte rows, as many bytes at once as the machine can.</summary>
internal static class RowMath
{
    // Byte x weight must fit 16 bits, which are multiplied several times faster than 32.
    private const uint MaxShortWeight = 257;

    /// <summary>
    /// sums = weights[0] x rows[0..] + weights[1] x rows[stride..] + ...; the totals of a block stay in registers over all rows
    /// (row by row through memory, this took twice as long).
    /// </summary>
    public static void Add(ReadOnlySpan<byte> rows, int stride, ReadOnlySpan<uint> weights, Span<uint> sums)
    {
        int done = MaxWeight(weights) <= MaxShortWeight ? AddBlocks(rows, stride, weights, sums) : 0;
        for (int i = done; i < sums.Length; i++)
        {
            uint sum = 0;
            for (int k = 0; k < weights.Length; k++)
                sum += rows[(k * stride) + i] * weights[k];
            sums[i] = sum;
        }
    }

    private static int AddBlocks(ReadOnlySpan<byte> rows, int stride, ReadOnlySpan<uint> weights, Span<uint> sums)
    {
        int block = Vector<byte>.Count;
        int quarter = Vector<uint>.Count;
        int at = 0;
        for (; at + block <= sums.Length; at += block)
        {
            Vector<uint> first = default, second = default, third = default, fourth = default;
            for (int k = 0; k < weights.Length; k++)
            {
                Vector.Widen(new Vector<byte>(rows.Slice((k * stride) + at, block)), out Vector<ushort> low, out Vector<ushort> high);
                Vector<ushort> weight = new((ushort)weights[k]);
                Vector.Widen(low * weight, out Vector<uint> a, out Vector<uint> b);
                Vector.Widen(high * weight, out Vector<uint> c, out Vector<uint> d);
                first += a;
                second += b;
                third += c;
                fourth += d;
            }

            Span<uint> totals = sums.Slice(at, block);
            first.CopyTo(totals);
            second.CopyTo(totals[quarter..]);
            third.CopyTo(totals[(2 * quarter)..]);
            fourth.CopyTo(totals[(3 * quarter)..]);
        }

        return at;
    }

    private static uint MaxWeight(ReadOnlySpan<uint> weights)
    {
        uint most = 0;
        foreach (uint weight in weights)
            most = Math.Max(most, weight);
        return most;
    }
}
