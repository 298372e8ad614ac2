namespace SdCom.Edge.Onnx.Quantising;

/// <summary>Counts the numbers that a value took over many frames, in bins of one width around zero that double when a larger number comes.</summary>
public sealed class ActivationHistogram
{
    private const int Half = 4096; // bins on either side of zero
    private const float FirstReach = 1f / 64;

    private readonly long[] counts = new long[2 * Half];
    private float reach = FirstReach;

    /// <summary>Numbers that are not zero; zero needs no care, it always falls on a level.</summary>
    public long Count { get; private set; }

    /// <summary>The smallest number so far, 0 at most.</summary>
    public float Low { get; private set; }

    /// <summary>The largest number so far, 0 at least.</summary>
    public float High { get; private set; }

    /// <summary>A bin's width.</summary>
    public double BinWidth => (double)reach / Half;

    /// <summary>The bins in use: the middle of each and how many numbers fell into it, ascending.</summary>
    public IEnumerable<(double Middle, long Count)> Bins
    {
        get
        {
            for (int i = 0; i < counts.Length; i++)
            {
                if (counts[i] > 0)
                    yield return ((i - Half + 0.5) * BinWidth, counts[i]);
            }
        }
    }

    /// <summary>Counts numbers.</summary>
    /// <exception cref="ArgumentException">One is not finite.</exception>
    public void Add(ReadOnlySpan<float> numbers)
    {
        float low = Low, high = High;
        foreach (float number in numbers)
        {
            if (!float.IsFinite(number))
                throw new ArgumentException("an activation is not finite.", nameof(numbers));
            low = Math.Min(low, number);
            high = Math.Max(high, number);
        }

        (Low, High) = (low, high);
        while (high >= reach || low < -reach)
            Widen();
        float binsPerUnit = Half / reach;
        foreach (float number in numbers)
        {
            if (number == 0)
                continue;
            counts[(int)((number * binsPerUnit) + Half)]++;
            Count++;
        }
    }

    // Two bins become one; reach stays a power of two, so nothing is rounded.
    private void Widen()
    {
        for (int i = 0; i < Half / 2; i++)
        {
            // Outward from zero, so that no bin is overwritten before it is read.
            counts[Half + i] = counts[Half + (2 * i)] + counts[Half + (2 * i) + 1];
            counts[Half - 1 - i] = counts[Half - 1 - (2 * i)] + counts[Half - 2 - (2 * i)];
        }

        Array.Clear(counts, Half + (Half / 2), Half / 2);
        Array.Clear(counts, 0, Half / 2);
        reach *= 2;
    }
}
