namespace SdCom.Edge.Runtime.Evaluation;

/// <summary>How a measured value changes with time: the slope of the least-squares line and its 95 % confidence interval.</summary>
/// <param name="Slope">Units of the value for each unit of the time.</param>
/// <param name="Margin">Half the width of the interval; infinite with fewer than four samples.</param>
public readonly record struct Trend(double Slope, double Margin)
{
    /// <summary>The lower end of the interval: above 0, the value grows.</summary>
    public double Low => Slope - Margin;

    /// <summary>The upper end of the interval.</summary>
    public double High => Slope + Margin;

    /// <summary>
    /// Fits a line. Neighbouring samples of a process's memory resemble each other, so that n samples say less than n independent ones; the margin counts
    /// n (1 - r) / (1 + r) of them, r being the correlation of a residual with the next one (Santer et al. 2000, equation 6).
    /// </summary>
    /// <param name="times">When; ascending.</param>
    /// <param name="values">What, one for each time.</param>
    public static Trend Fit(IReadOnlyList<double> times, IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(values);
        if (times.Count != values.Count)
            throw new ArgumentException($"there must be a value for each time, got {values.Count} for {times.Count}.", nameof(values));
        int n = times.Count;
        if (n < 2)
            return new Trend(0, double.PositiveInfinity);
        double meanTime = times.Average(), meanValue = values.Average();
        double spread = times.Sum(t => (t - meanTime) * (t - meanTime));
        double slope = times.Zip(values, (t, v) => (t - meanTime) * (v - meanValue)).Sum() / spread;
        if (n < 4)
            return new Trend(slope, double.PositiveInfinity);

        double[] residuals = [.. times.Zip(values, (t, v) => v - meanValue - (slope * (t - meanTime)))];
        double power = residuals.Sum(r => r * r);
        double together = residuals.Zip(residuals.Skip(1), (a, b) => a * b).Sum();
        double correlation = power > 0 ? Math.Clamp(together / power, 0, 0.99) : 0;
        double free = Math.Max(1, (n * (1 - correlation) / (1 + correlation)) - 2);
        return new Trend(slope, Student(free) * Math.Sqrt(power / free / spread));
    }

    // The two-sided 95 % point of Student's distribution: Cornish and Fisher's expansion, within 1 % from three degrees of freedom on; wider below.
    private static double Student(double free)
    {
        const double z = 1.959964;
        if (free < 3)
            return free < 2 ? 12.706 : 4.303;
        double z3 = Math.Pow(z, 3), z5 = Math.Pow(z, 5), z7 = Math.Pow(z, 7);
        return z
            + ((z3 + z) / (4 * free))
            + (((5 * z5) + (16 * z3) + (3 * z)) / (96 * free * free))
            + (((3 * z7) + (19 * z5) + (17 * z3) - (15 * z)) / (384 * free * free * free));
    }
}
