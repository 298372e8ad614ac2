using System.Numerics;
using System.Runtime.InteropServices;

namespace SdCom.Edge.Core.Preprocessing;

/// <summary>Weighted sums of byte rows, as many bytes at once as the machine can.</summary>
internal static class RowMath
{
    /// <summary>sums = weight x row.</summary>
    public static void Scale(ReadOnlySpan<byte> row, uint weight, Span<uint> sums)
    {
        sums[..row.Length].Clear();
        AddScaled(row, weight, sums);
    }

    /// <summary>sums += weight x row.</summary>
    public static void AddScaled(ReadOnlySpan<byte> row, uint weight, Span<uint> sums)
    {
        ReadOnlySpan<Vector<byte>> vectors = MemoryMarshal.Cast<byte, Vector<byte>>(row);
        Span<Vector<uint>> totals = MemoryMarshal.Cast<uint, Vector<uint>>(sums);
        Vector<uint> factor = new(weight);
        for (int i = 0; i < vectors.Length; i++)
        {
            Vector.Widen(vectors[i], out Vector<ushort> low, out Vector<ushort> high);
            Vector.Widen(low, out Vector<uint> first, out Vector<uint> second);
            Vector.Widen(high, out Vector<uint> third, out Vector<uint> fourth);
            Span<Vector<uint>> four = totals.Slice(i * 4, 4);
            four[0] += first * factor;
            four[1] += second * factor;
            four[2] += third * factor;
            four[3] += fourth * factor;
        }

        for (int i = vectors.Length * Vector<byte>.Count; i < row.Length; i++)
            sums[i] += row[i] * weight;
    }
}
