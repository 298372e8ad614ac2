using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SdCom.Edge.Core.Preprocessing;

/// <summary>Weighted sums of byte rows, as many bytes at once as the machine can.</summary>
internal static class RowMath
{
    // 255 times this fits 16 bits, which are added and multiplied several times faster than 32.
    private const uint MaxShortWeight = 257;

    // A camera's frame is larger than the caches near the core, and its rows are too short for the hardware to guess the next one.
    private const int RowsAhead = 4;

    /// <summary>
    /// sums = weights[0] x rows[0..] + weights[1] x rows[stride..] + ...; the totals of a block stay in registers over all rows
    /// (row by row through memory, this took twice as long).
    /// </summary>
    public static void Add(ReadOnlySpan<byte> rows, int stride, ReadOnlySpan<uint> weights, Span<uint> sums)
    {
        int done = MaxWeight(weights) <= MaxShortWeight ? AddBlocks(rows, stride, weights, sums) : 0;
        for (int i = done; i < sums.Length; i++)
            sums[i] = Sum(rows[i..], stride, weights);
    }

    /// <summary>The same where every sum fits 16 bits.</summary>
    public static void Add(ReadOnlySpan<byte> rows, int stride, ReadOnlySpan<uint> weights, Span<ushort> sums)
    {
        const int Block = 64;
        _ = rows[((weights.Length - 1) * stride) + sums.Length - 1]; // the one check of all reads below
        ref byte begin = ref MemoryMarshal.GetReference(rows);
        ref ushort sum = ref MemoryMarshal.GetReference(sums);
        int at = 0;
        while (at + Block <= sums.Length)
        {
            Vector512<ushort> a = default, b = default;
            ref byte row = ref Unsafe.Add(ref begin, at);
            foreach (uint weight in weights)
            {
                Prefetch(ref Unsafe.Add(ref row, RowsAhead * stride));
                Vector512<ushort> by = Vector512.Create((ushort)weight);
                a += Widen(ref row, 0) * by;
                b += Widen(ref row, 32) * by;
                row = ref Unsafe.Add(ref row, stride);
            }

            ref ushort to = ref Unsafe.Add(ref sum, at);
            a.StoreUnsafe(ref to);
            b.StoreUnsafe(ref to, 32);
            at += Block;
            if (at < sums.Length && at + Block > sums.Length)
                at = sums.Length - Block; // the last block overlaps the one before
        }

        for (; at < sums.Length; at++)
            sums[at] = (ushort)Sum(rows[at..], stride, weights);
    }

    private static uint Sum(ReadOnlySpan<byte> rows, int stride, ReadOnlySpan<uint> weights)
    {
        uint sum = 0;
        for (int k = 0; k < weights.Length; k++)
            sum += rows[k * stride] * weights[k];
        return sum;
    }

    private static Vector512<ushort> Widen(ref byte row, nuint at) => Vector512.WidenLower(Vector256.LoadUnsafe(ref row, at).ToVector512Unsafe());

    private static int AddBlocks(ReadOnlySpan<byte> rows, int stride, ReadOnlySpan<uint> weights, Span<uint> sums)
    {
        int block = Vector<byte>.Count;
        int at = 0;
        _ = rows[((weights.Length - 1) * stride) + sums.Length - 1]; // the one check of all reads below
        for (; at + block <= sums.Length; at += block)
        {
            Wide sum = default;
            Vector<ushort> low = default, high = default;
            uint held = 0;
            ref byte row = ref Unsafe.Add(ref MemoryMarshal.GetReference(rows), at);
            foreach (uint weight in weights)
            {
                held += weight;
                if (held > MaxShortWeight)
                {
                    sum.Add(low, high);
                    (low, high, held) = (default, default, weight);
                }

                Prefetch(ref Unsafe.Add(ref row, RowsAhead * stride));
                Vector.Widen(Vector.LoadUnsafe(ref row), out Vector<ushort> left, out Vector<ushort> right);
                low += left * (ushort)weight;
                high += right * (ushort)weight;
                row = ref Unsafe.Add(ref row, stride);
            }

            sum.Add(low, high);
            sum.CopyTo(sums.Slice(at, block));
        }

        return at;
    }

    // Only a hint, never a read: beyond the frame's end it does nothing. A frame fresh from the camera took 0.08 ms instead of 0.15 with it.
    private static unsafe void Prefetch(ref byte place)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref place));
    }

    private static uint MaxWeight(ReadOnlySpan<uint> weights)
    {
        uint most = 0;
        foreach (uint weight in weights)
            most = Math.Max(most, weight);
        return most;
    }

    /// <summary>A block of sums in 32 bits.</summary>
    private struct Wide
    {
        private Vector<uint> first, second, third, fourth;

        public void Add(Vector<ushort> low, Vector<ushort> high)
        {
            Vector.Widen(low, out Vector<uint> a, out Vector<uint> b);
            Vector.Widen(high, out Vector<uint> c, out Vector<uint> d);
            (first, second, third, fourth) = (first + a, second + b, third + c, fourth + d);
        }

        public readonly void CopyTo(Span<uint> sums)
        {
            int quarter = Vector<uint>.Count;
            first.CopyTo(sums);
            second.CopyTo(sums[quarter..]);
            third.CopyTo(sums[(2 * quarter)..]);
            fourth.CopyTo(sums[(3 * quarter)..]);
        }
    }
}
