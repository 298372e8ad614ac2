namespace SdCom.Edge.Core.Preprocessing;

/// <summary>
/// Which source pixels make each target pixel along one axis, and with what whole-number weights; those of a target pixel sum to <see cref="Total"/>.
/// </summary>
internal sealed class ResampleTable
{
    private const int Shift = 56;

    private readonly uint[] weights;
    private readonly int[] ends;
    private readonly ulong half;
    private readonly ulong reciprocal;

    public ResampleTable(int source, int target)
    {
        Source = source;
        First = new int[target];
        ends = new int[target];
        List<uint> all = [];
        for (int i = 0; i < target; i++)
        {
            if (source >= target)
                AddArea(i, source, target, all);
            else
                AddLinear(i, source, target, all);
            ends[i] = all.Count;
        }

        weights = [.. all];
        Total = source >= target ? (uint)source : 2 * (uint)target;

        // Division by Total^2 as a multiplication: exact while 256 x Total^4 < 2^56, that is Total < 4096.
        ulong divisor = (ulong)Total * Total;
        half = divisor / 2;
        reciprocal = ((1UL << Shift) / divisor) + 1;
    }

    /// <summary>Pixels of the source.</summary>
    public int Source { get; }

    /// <summary>The sum of a target pixel's weights.</summary>
    public uint Total { get; }

    /// <summary>The first source pixel of each target pixel.</summary>
    public int[] First { get; }

    public ReadOnlySpan<uint> WeightsOf(int target)
    {
        int start = target == 0 ? 0 : ends[target - 1];
        return weights.AsSpan(start, ends[target] - start);
    }

    /// <summary>A sum weighted along both axes, divided by Total^2 and rounded to nearest.</summary>
    public byte Divide(uint sum) => (byte)(((sum + half) * reciprocal) >> Shift);

    // In units of 1/target source pixels: source pixel j covers [j x target, (j+1) x target), target pixel i covers [i x source, (i+1) x source).
    private void AddArea(int i, int source, int target, List<uint> all)
    {
        int begin = i * source;
        int end = begin + source;
        First[i] = begin / target;
        for (int j = First[i]; j * target < end; j++)
            all.Add((uint)(Math.Min(end, (j + 1) * target) - Math.Max(begin, j * target)));
    }

    // The centre of target pixel i lies at (2i+1) x source / (2 x target) - 1/2 source pixels; outside the centres the edge pixel is repeated.
    private void AddLinear(int i, int source, int target, List<uint> all)
    {
        int position = Math.Clamp((((2 * i) + 1) * source) - target, 0, (source - 1) * 2 * target);
        (First[i], int after) = Math.DivRem(position, 2 * target);
        all.Add((uint)((2 * target) - after));
        if (after > 0)
            all.Add((uint)after);
    }
}
