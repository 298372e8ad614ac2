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

    /// <summary>
    /// The step that gains most score per MAC, if that is more than the price: taken one after another such steps climb the upper concave hull of score over cost, to the width that
    /// <see cref="WidthPolicy.Choose(ReadOnlySpan{float}, long)"/> takes at once.
    /// </summary>
    public override WidthStep NextStep(ReadOnlySpan<float> scores, int from, long left)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, Count);
        Reach reach = new(Tariff.Frame(from) + left);
        WidthStep best = WidthStep.None;
        for (int i = 0; i < Count; i++)
        {
            double cost = relativeCosts[i] - relativeCosts[from];
            double worth = (scores[i] - (double)scores[from]) / cost;
            if (cost > 0 && worth > price && worth > best.Worth && Fits(i, reach))
                best = new WidthStep(i, worth);
        }

        return best;
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
