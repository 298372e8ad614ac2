using SdCom.Edge.Core.Networks;

namespace SdCom.Edge.Core.Budget;

/// <summary>Always the same width, or the largest below it that the bucket holds.</summary>
public sealed class FixedPolicy : WidthPolicy
{
    private readonly int wanted;

    /// <summary>Fixes a width of the model.</summary>
    /// <exception cref="ArgumentException">The model was not trained for it.</exception>
    public FixedPolicy(CostTable costs, Width width)
        : base(costs, costs.Widths.Where(w => w <= width))
    {
        wanted = costs.Widths.IndexOf(width);
        if (wanted < 0)
            throw new ArgumentException($"width must be one of {costs.Widths}, got {width}.", nameof(width));
    }

    protected override (int Index, DecisionReason Reason) Prefer(ReadOnlySpan<float> scores, Reach reach)
    {
        int index = wanted;
        while (index >= 0 && !Fits(index, reach))
            index--;
        return (index, DecisionReason.Fixed);
    }
}

/// <summary>Any width that the bucket holds, drawn evenly or by given shares: what a gate must beat.</summary>
public sealed class RandomPolicy : WidthPolicy
{
    private readonly Random random;
    private readonly double[] shares;

    /// <summary>Creates the policy; <paramref name="shares"/>, one for each width of the model, need not sum to 1, null is even.</summary>
    public RandomPolicy(CostTable costs, Random random, IReadOnlyList<double>? shares = null, IEnumerable<Width>? allowedWidths = null, Tariff? tariff = null)
        : base(costs, allowedWidths, tariff)
    {
        ArgumentNullException.ThrowIfNull(random);
        this.random = random;
        this.shares = [.. shares ?? Enumerable.Repeat(1.0, Count)];
        ArgumentOutOfRangeException.ThrowIfNotEqual(this.shares.Length, Count);
    }

    protected override (int Index, DecisionReason Reason) Prefer(ReadOnlySpan<float> scores, Reach reach)
    {
        double total = 0;
        for (int i = 0; i < Count; i++)
            total += Fits(i, reach) ? shares[i] : 0;
        double drawn = random.NextDouble() * total;
        int last = -1;
        for (int i = 0; i < Count; i++)
        {
            if (!Fits(i, reach) || shares[i] <= 0)
                continue;
            last = i;
            drawn -= shares[i];
            if (drawn < 0)
                break;
        }

        return (last, DecisionReason.Random);
    }
}
