namespace SdCom.Edge.Onnx.Quantising;

/// <summary>
/// Ways to choose the range of 256 levels from what was watched. A wide range clips nothing and makes coarse steps; a narrow one steps finely and clips.
/// </summary>
public static class RangeChoice
{
    /// <summary>The share of the numbers that a percentile range leaves out at each end.</summary>
    public const double TailShare = 1e-4;

    // Candidates of the search for the least error: each end is tried at so many parts of its extreme.
    private const int Steps = 100;

    /// <summary>The names that <see cref="Choose"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = ["mse", "percentile", "minmax"];

    /// <summary>The range of a histogram by the name of a way.</summary>
    public static ValueRange Choose(string name, ActivationHistogram histogram)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        return name switch
        {
            "mse" => LeastError(histogram),
            "percentile" => Percentile(histogram, TailShare),
            "minmax" => new ValueRange(histogram.Low, histogram.High),
            _ => throw new ArgumentException($"ranges must be one of {string.Join(", ", Names)}, got '{name}'.", nameof(name)),
        };
    }

    /// <summary>Leaves out a share of the numbers at each end.</summary>
    public static ValueRange Percentile(ActivationHistogram histogram, double tail)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        double left = tail * histogram.Count;
        long seen = 0;
        double low = histogram.Low, high = histogram.High;
        foreach ((double middle, long count) in histogram.Bins)
        {
            if (seen <= left)
                low = middle - (histogram.BinWidth / 2);
            seen += count;
            high = middle + (histogram.BinWidth / 2);
            if (seen >= histogram.Count - left)
                break;
        }

        return new ValueRange(Math.Max((float)low, histogram.Low), Math.Min((float)high, histogram.High));
    }

    /// <summary>
    /// The range of least mean squared error: inside it rounding to steps of s costs s^2 / 12 for each number, outside every number costs its squared distance.
    /// </summary>
    public static ValueRange LeastError(ActivationHistogram histogram)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        if (histogram.Count == 0)
            return new ValueRange(0, 0);
        double[] above = ClippingErrors(histogram, histogram.High, 1);
        double[] below = ClippingErrors(histogram, histogram.Low, -1);
        double least = double.PositiveInfinity;
        (int Low, int High) best = (Steps, Steps);
        for (int low = histogram.Low < 0 ? 1 : Steps; low <= Steps; low++)
        {
            for (int high = histogram.High > 0 ? 1 : Steps; high <= Steps; high++)
            {
                double step = ((histogram.High * high) - (histogram.Low * low)) / Steps / byte.MaxValue;
                double error = (histogram.Count * step * step / 12) + below[low] + above[high];
                if (error < least)
                    (least, best) = (error, (low, high));
            }
        }

        return new ValueRange(histogram.Low * best.Low / Steps, histogram.High * best.High / Steps);
    }

    // For each candidate end on one side of zero: the sum of squared distances of the numbers beyond it.
    private static double[] ClippingErrors(ActivationHistogram histogram, float extreme, int side)
    {
        (double Middle, long Count)[] bins = [.. histogram.Bins.Where(bin => bin.Middle * side > 0).Select(bin => (bin.Middle * side, bin.Count)).OrderByDescending(bin => bin.Item1)];
        double[] errors = new double[Steps + 1];
        double n = 0, sum = 0, squares = 0;
        int at = 0;
        for (int step = Steps; step > 0; step--)
        {
            double end = Math.Abs((double)extreme) * step / Steps;
            for (; at < bins.Length && bins[at].Middle > end; at++)
            {
                (double middle, long count) = bins[at];
                n += count;
                sum += count * middle;
                squares += count * middle * middle;
            }

            errors[step] = Math.Max(squares - (2 * end * sum) + (end * end * n), 0);
        }

        return errors;
    }
}
