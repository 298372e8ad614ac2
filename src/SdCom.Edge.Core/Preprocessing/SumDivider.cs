using System.Numerics;

namespace SdCom.Edge.Core.Preprocessing;

/// <summary>Divides sums that were weighted along both axes by the product of the weights' totals, rounding to nearest, exactly.</summary>
internal readonly struct SumDivider
{
    /// <summary>The largest product of totals: sums and the halves added to them stay below 2^32.</summary>
    public const uint MaxDivisor = 4095 * 4095;

    private const int Shift = 56;
    private const uint MaxVectorDivisor = 2896 * 2896; // 256 x divisor fits a signed 32-bit number

    private readonly uint divisor;
    private readonly ulong reciprocal;

    public SumDivider(uint totalAcross, uint totalDown)
    {
        divisor = totalAcross * totalDown;

        // Division as a multiplication: exact while 256 x divisor^2 < 2^56, that is divisor < 4096^2.
        reciprocal = ((1UL << Shift) / divisor) + 1;
    }

    public void Divide(ReadOnlySpan<uint> sums, Span<byte> answers)
    {
        int done = divisor <= MaxVectorDivisor ? DivideBlocks(sums, answers) : 0;
        for (int i = done; i < sums.Length; i++)
            answers[i] = (byte)((((ulong)sums[i] + (divisor / 2)) * reciprocal) >> Shift);
    }

    private int DivideBlocks(ReadOnlySpan<uint> sums, Span<byte> answers)
    {
        int quarter = Vector<uint>.Count;
        int at = 0;
        for (; at + (4 * quarter) <= sums.Length; at += 4 * quarter)
        {
            Vector<short> low = Vector.Narrow(Divide(new(sums[at..])), Divide(new(sums[(at + quarter)..])));
            Vector<short> high = Vector.Narrow(Divide(new(sums[(at + (2 * quarter))..])), Divide(new(sums[(at + (3 * quarter))..])));
            Vector.Narrow(Vector.AsVectorUInt16(low), Vector.AsVectorUInt16(high)).CopyTo(answers[at..]);
        }

        return at;
    }

    // A division in floating point misses by one at most; the remainder tells in which direction.
    private Vector<int> Divide(Vector<uint> sums)
    {
        Vector<int> by = new((int)divisor);
        Vector<int> numerator = Vector.AsVectorInt32(sums) + new Vector<int>((int)(divisor / 2));
        Vector<int> guess = Vector.ConvertToInt32Native(Vector.ConvertToSingle(numerator) * new Vector<float>(1f / divisor));
        Vector<int> remainder = numerator - (guess * by);
        return guess + Vector.LessThan(remainder, Vector<int>.Zero) - Vector.GreaterThanOrEqual(remainder, by); // a true comparison is -1
    }
}
