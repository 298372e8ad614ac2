using SdCom.Edge.Core.Networks;

namespace SdCom.Edge.Core.Budget;

/// <summary>Argmax of score - price x relative cost; of equal widths the smaller wins. No noise.</summary>
public sealed class GatePolicy : WidthPolicy
{
    private readonly double[] relativeCosts;
    private double price;

    /// <summary>Creates the policy of a trained gate.</summary>
    public GatePolicy(CostTable costs, double price, IEnumerable<Width>? allowedWidths = null, Tariff? tariff = null, IEnumerable<Width>? lateWidths = null)
        : base(costs, allowedWidths, tariff, lateWidths)
    {
        relativeCosts = [.. Enumerable.Range(0, Count).Select(costs.RelativeCost)];
        Price = price;
    }

    /// <summary>What the full width's cost is worth in units of score; raise it to spend less.</summary>
    public double Price
    {
        get => price;
        set
        {
            if (!double.IsFinite(value) || value < 0)
                throw new ArgumentOutOfRangeException(nameof(value), value, "price must be 0 or more.");
            price = value;
        }
    }

    protected override (int Index, DecisionReason Reason) Prefer(ReadOnlySpan<float> scores, Reach reach)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, Count);
        int best = -1, liked = -1;
        double bestValue = double.NegativeInfinity;
        float likedScore = float.NegativeInfinity;
        for (int i = 0; i < Count; i++)
        {
            if (!float.IsFinite(scores[i]))
                return (-1, DecisionReason.BadScores);
            if (!Fits(i, reach))
                continue;
            double value = scores[i] - (price * relativeCosts[i]);
            if (value > bestValue)
                (best, bestValue) = (i, value);
            if (scores[i] > likedScore)
                (liked, likedScore) = (i, scores[i]);
        }

        return (best, best == liked ? DecisionReason.Score : DecisionReason.Price);
    }
}
