using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SdCom.Edge.Core.Preprocessing;

/// <summary>
/// What <see cref="SumDivider"/> does, in 16 bits: n / d = n m >> (16 + s) with m = ceil(2^(16 + s) / d), exact for all n below 2^(16 + s) / (m d - 2^(16 + s))
/// (Granlund and Montgomery 1994, "Division by invariant integers using multiplication", theorem 4.2). That holds for most divisors up to 256.
/// </summary>
internal readonly struct ShortDivider
{
    /// <summary>The largest divisor: 255 times it, and half of it, fit 16 bits.</summary>
    public const uint MaxDivisor = 256;

    private const int Block = 32;

    private readonly ushort half;
    private readonly ushort reciprocal;
    private readonly int shift;

    /// <param name="divisor">One for which <see cref="IsExact"/> holds.</param>
    public ShortDivider(uint divisor)
    {
        half = (ushort)(divisor / 2);
        shift = Shift(divisor);
        reciprocal = (ushort)Reciprocal(divisor);
    }

    /// <summary>Whether every sum of bytes whose weights sum to the divisor is divided exactly.</summary>
    public static bool IsExact(uint divisor)
    {
        if (divisor is < 2 or > MaxDivisor)
            return false;
        ulong largest = (255 * divisor) + (divisor / 2), power = 1UL << (16 + Shift(divisor));
        return largest * ((Reciprocal(divisor) * divisor) - power) < power;
    }

    public void Divide(ReadOnlySpan<ushort> sums, Span<byte> answers)
    {
        ref ushort from = ref MemoryMarshal.GetReference(sums);
        ref byte to = ref MemoryMarshal.GetReference(answers[..sums.Length]);
        int at = 0;
        for (; at + Block <= sums.Length; at += Block)
        {
            Vector256<ushort> low = Quotients(Vector256.LoadUnsafe(ref from, (nuint)at)), high = Quotients(Vector256.LoadUnsafe(ref from, (nuint)(at + (Block / 2))));
            Vector256.Narrow(low, high).StoreUnsafe(ref to, (nuint)at);
        }

        for (; at < sums.Length; at++)
            answers[at] = (byte)((uint)(sums[at] + half) * reciprocal >> (16 + shift));
    }

    private Vector256<ushort> Quotients(Vector256<ushort> sums) => UpperHalves(sums + Vector256.Create(half), Vector256.Create(reciprocal)) >>> shift;

    // Of the products; x86 has them in one step.
    private static Vector256<ushort> UpperHalves(Vector256<ushort> x, Vector256<ushort> y)
    {
        if (Avx2.IsSupported)
            return Avx2.MultiplyHigh(x, y);
        (Vector256<uint> xLow, Vector256<uint> xHigh) = Vector256.Widen(x);
        (Vector256<uint> yLow, Vector256<uint> yHigh) = Vector256.Widen(y);
        return Vector256.Narrow((xLow * yLow) >>> 16, (xHigh * yHigh) >>> 16);
    }

    private static int Shift(uint divisor) => BitOperations.Log2(divisor - 1); // the most that leaves the reciprocal 16 bits

    private static ulong Reciprocal(uint divisor) => ((1UL << (16 + Shift(divisor))) + divisor - 1) / divisor;
}
