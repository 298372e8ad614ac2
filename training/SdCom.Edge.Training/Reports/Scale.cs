namespace SdCom.Edge.Training.Reports;

/// <summary>An axis: from and to at round numbers, with round steps between (1, 2 or 5 times a power of ten).</summary>
internal readonly record struct Scale(double From, double To, double Step)
{
    private const int Steps = 5;

    /// <summary>The values at the axis's marks.</summary>
    public IEnumerable<double> Ticks
    {
        get
        {
            (double from, double step) = (From, Step);
            return Enumerable.Range(0, (int)Math.Round((To - From) / Step) + 1).Select(i => Math.Round(from + (i * step), 12));
        }
    }

    /// <summary>An axis that holds all values; one value gets some room around it.</summary>
    public static Scale Over(IReadOnlyCollection<double> values)
    {
        double low = values.Count == 0 ? 0 : values.Min(), high = values.Count == 0 ? 1 : values.Max();
        if (high - low < 1e-12)
            (low, high) = low == 0 ? (0, 1) : (low - (Math.Abs(low) * 0.1), high + (Math.Abs(high) * 0.1));
        double rough = (high - low) / Steps, power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = power * (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        return new Scale(Math.Floor((low / step) + 1e-9) * step, Math.Ceiling((high / step) - 1e-9) * step, step);
    }

    /// <summary>Where a value lies, 0 at the beginning and 1 at the end.</summary>
    public double Place(double value) => (value - From) / (To - From);
}
