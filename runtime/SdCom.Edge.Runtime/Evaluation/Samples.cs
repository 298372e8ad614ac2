namespace SdCom.Edge.Runtime.Evaluation;

/// <summary>Quantiles of measured times, kept in a fixed window so that a run of months needs no more memory than one of minutes.</summary>
public sealed class Samples
{
    private readonly float[] values;
    private long count;

    /// <param name="capacity">The newest so many values are kept.</param>
    public Samples(int capacity = 65536)
    {
        values = new float[capacity];
    }

    /// <summary>Values that are kept.</summary>
    public int Count => (int)Math.Min(count, values.Length);

    public void Add(double value) => values[count++ % values.Length] = (float)value;

    /// <summary>The value under which a share of the samples lies (nearest rank); 0 without samples.</summary>
    public double Quantile(double share) => Quantile([this], share);

    /// <summary>The same over the samples of several.</summary>
    public static double Quantile(IEnumerable<Samples> all, double share)
    {
        ArgumentNullException.ThrowIfNull(all);
        float[] sorted = [.. all.SelectMany(samples => samples.values[..samples.Count])];
        if (sorted.Length == 0)
            return 0;
        Array.Sort(sorted);
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
