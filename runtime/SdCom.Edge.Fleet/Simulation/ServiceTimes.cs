namespace SdCom.Edge.Fleet.Simulation;

/// <summary>How long a clip keeps one core busy, in seconds.</summary>
public abstract class ServiceTimes
{
    /// <summary>The mean in seconds.</summary>
    public abstract double Mean { get; }

    /// <summary>One clip's time.</summary>
    public abstract double Draw(Random random);

    /// <summary>Every clip takes the same: the D of M/D/c.</summary>
    public static ServiceTimes Constant(double seconds) => new Same(Positive(seconds));

    /// <summary>Times without memory: the M of M/M/c.</summary>
    public static ServiceTimes Exponential(double mean) => new Memoryless(Positive(mean));

    /// <summary>Times that were measured, each as likely as the others.</summary>
    public static ServiceTimes Measured(IReadOnlyList<double> seconds)
    {
        ArgumentNullException.ThrowIfNull(seconds);
        ArgumentOutOfRangeException.ThrowIfZero(seconds.Count);
        return new Empirical([.. seconds.Select(Positive)]);
    }

    private static double Positive(double seconds) =>
        seconds > 0 && double.IsFinite(seconds) ? seconds : throw new ArgumentOutOfRangeException(nameof(seconds), seconds, "a time must be positive.");

    private sealed class Same(double seconds) : ServiceTimes
    {
        public override double Mean => seconds;

        public override double Draw(Random random) => seconds;
    }

    private sealed class Memoryless(double mean) : ServiceTimes
    {
        public override double Mean => mean;

        public override double Draw(Random random) => Chance.Exponential(random, mean);
    }

    private sealed class Empirical(double[] seconds) : ServiceTimes
    {
        public override double Mean { get; } = seconds.Average();

        public override double Draw(Random random) => seconds[random.Next(seconds.Length)];
    }
}
