namespace SdCom.Edge.Host.Plots;

/// <summary>An axis that begins and ends at round values and has a line at each of them.</summary>
internal sealed class Axis
{
    private readonly double step;

    private Axis(double start, double end, double step)
    {
        (Start, End, this.step) = (start, end, step);
    }

    public double Start { get; }

    public double End { get; }

    /// <summary>The round values, both ends included.</summary>
    public IEnumerable<double> Values => Enumerable.Range(0, (int)Math.Round((End - Start) / step) + 1).Select(i => Start + (i * step));

    /// <summary>An axis that holds two values and is divided into about so many parts.</summary>
    public static Axis Over(double low, double high, int parts)
    {
        double range = Math.Max(high - low, Math.Max(Math.Abs(high), 1) * 1e-2); // equal values still get an axis
        double magnitude = Math.Pow(10, Math.Floor(Math.Log10(range / parts)));
        double step = magnitude * new[] { 1.0, 2, 2.5, 5, 10 }.First(nice => nice * magnitude * parts >= range * 0.999);
        double start = Math.Floor(low / step) * step;
        return new Axis(start, Math.Ceiling((low + range) / step) * step, step);
    }

    /// <summary>Where a value lies, 0 at the start and 1 at the end.</summary>
    public double Share(double value) => (value - Start) / (End - Start);
}
