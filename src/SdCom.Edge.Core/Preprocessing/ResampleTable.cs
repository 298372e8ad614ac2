using System.Numerics;

namespace SdCom.Edge.Core.Preprocessing;

/// <summary>
/// Which source pixels make each target pixel along one axis, and with what whole-number weights; those of a target pixel sum to <see cref="Total"/>.
/// </summary>
internal sealed class ResampleTable
{
    /// <summary>Numbers that a pair of pixels takes in <see cref="InPairs"/>: three colours of one, three of the next, two unused.</summary>
    public const int PairLanes = 8;

    private readonly uint[][] weights;

    public ResampleTable(int source, int target)
    {
        Source = source;
        First = new int[target];
        weights = new uint[target][];
        bool shrinks = source >= target;
        int shared = shrinks ? GreatestCommonDivisor(source, target) : 1; // in lowest terms numbers stay small: 480 to 128 pixels are 15 to 4
        for (int i = 0; i < target; i++)
            weights[i] = shrinks ? Area(i, source / shared, target / shared) : Linear(i, source, target);
        Total = shrinks ? (uint)(source / shared) : 2 * (uint)target;
        PairsPerPixel = (weights.Max(w => w.Length) + 1) / 2;
    }

    /// <summary>Pixels of the source.</summary>
    public int Source { get; }

    /// <summary>The sum of a target pixel's weights.</summary>
    public uint Total { get; }

    /// <summary>The first source pixel of each target pixel.</summary>
    public int[] First { get; }

    /// <summary>Pairs of source pixels that are read for each target pixel, so that the last may lie beyond the source, with weight zero.</summary>
    public int PairsPerPixel { get; }

    /// <summary>Length of a row of the source, three colours a pixel, with what the last pixel's pairs read beyond it.</summary>
    public int PaddedLength => ((Source + (2 * PairsPerPixel)) * 3) + 2;

    public ReadOnlySpan<uint> WeightsOf(int target) => weights[target];

    /// <summary>
    /// The weights once more, each repeated for the three colours of a pixel, and for so many <paramref name="rows"/>: [target, <see cref="PairsPerPixel"/>, rows, <see cref="PairLanes"/>].
    /// </summary>
    public T[] InPairs<T>(int rows)
        where T : unmanaged, INumber<T>
    {
        T[] pairs = new T[weights.Length * PairsPerPixel * rows * PairLanes];
        for (int i = 0; i < weights.Length; i++)
        {
            for (int k = 0; k < weights[i].Length * rows; k++)
            {
                (int weight, int row) = Math.DivRem(k, rows);
                int pair = (i * PairsPerPixel) + (weight / 2);
                pairs.AsSpan((((pair * rows) + row) * PairLanes) + (weight % 2 * 3), 3).Fill(T.CreateChecked(weights[i][weight]));
            }
        }

        return pairs;
    }

    // In units of 1/target source pixels: source pixel j covers [j x target, (j+1) x target), target pixel i covers [i x source, (i+1) x source).
    private uint[] Area(int i, int source, int target)
    {
        int begin = i * source;
        int end = begin + source;
        First[i] = begin / target;
        List<uint> all = [];
        for (int j = First[i]; j * target < end; j++)
            all.Add((uint)(Math.Min(end, (j + 1) * target) - Math.Max(begin, j * target)));
        return [.. all];
    }

    // The centre of target pixel i lies at (2i+1) x source / (2 x target) - 1/2 source pixels; outside the centres the edge pixel is repeated.
    private uint[] Linear(int i, int source, int target)
    {
        int position = Math.Clamp((((2 * i) + 1) * source) - target, 0, (source - 1) * 2 * target);
        (First[i], int after) = Math.DivRem(position, 2 * target);
        uint first = (uint)((2 * target) - after);
        return after > 0 ? [first, (uint)after] : [first];
    }

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
