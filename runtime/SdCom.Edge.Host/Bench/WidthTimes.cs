using SdCom.Edge.Core;
using SdCom.Edge.Runtime.Evaluation;

namespace SdCom.Edge.Host.Bench;

/// <summary>The times of one width, and those of the first and the second half of the rounds by themselves.</summary>
internal sealed class WidthTimes(Width width, int rounds)
{
    private readonly Samples all = new(rounds);
    private readonly Samples firstHalf = new(rounds);
    private readonly Samples secondHalf = new(rounds);

    public Width Width { get; } = width;

    public double MedianMs => all.Quantile(0.5);

    public double P95Ms => all.Quantile(0.95);

    /// <summary>How far the two halves' medians lie apart, as a share of the median: 0 when the measurement repeats itself exactly.</summary>
    public double Spread => Math.Abs(firstHalf.Quantile(0.5) - secondHalf.Quantile(0.5)) / MedianMs;

    public void Add(int round, double milliseconds)
    {
        all.Add(milliseconds);
        (round < rounds / 2 ? firstHalf : secondHalf).Add(milliseconds);
    }
}
