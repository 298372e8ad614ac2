using SdCom.Edge.Core.Networks;

namespace SdCom.Edge.Core.Budget;

/// <summary>
/// Picks a width for each frame, never one whose whole-frame cost the bucket does not hold. Before the static net looks, ask <see cref="CanLook"/>;
/// a frame for which not even the cheapest width fits is left out and counted. Allocates nothing per frame.
/// </summary>
public abstract class WidthPolicy
{
    private readonly CostTable costs;
    private readonly bool[] allowed;
    private readonly int cheapest;

    /// <summary>Creates a policy over the widths that a device allows; null allows all.</summary>
    /// <exception cref="ArgumentException">No width of the model is allowed.</exception>
    protected WidthPolicy(CostTable costs, IEnumerable<Width>? allowedWidths)
    {
        ArgumentNullException.ThrowIfNull(costs);
        this.costs = costs;
        HashSet<Width> permitted = [.. allowedWidths ?? costs.Widths];
        allowed = [.. costs.Widths.Select(permitted.Contains)];
        cheapest = Array.IndexOf(allowed, true);
        if (cheapest < 0)
            throw new ArgumentException($"none of the allowed widths {string.Join(", ", permitted)} is one of the model's {costs.Widths}.", nameof(allowedWidths));
    }

    /// <summary>MACs of a frame at the cheapest allowed width: less than that, and no frame can run.</summary>
    public long CheapestFrame => costs.Frame(cheapest);

    /// <summary>The number of widths of the model.</summary>
    protected int Count => allowed.Length;

    /// <summary>Whether the bucket holds a frame at the cheapest allowed width.</summary>
    public bool CanLook(FlopsBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        return budget.CanSpend(CheapestFrame);
    }

    /// <summary>Chooses; the caller spends <see cref="Decision.Macs"/>.</summary>
    /// <param name="scores">The gate's score of each width of the model, ascending in width.</param>
    /// <param name="budget">A bucket for which <see cref="CanLook"/> holds.</param>
    public Decision Choose(ReadOnlySpan<float> scores, FlopsBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        return Choose(scores, budget.Available);
    }

    /// <summary>Chooses among the widths whose frame costs at most <paramref name="availableMacs"/>.</summary>
    public Decision Choose(ReadOnlySpan<float> scores, long availableMacs)
    {
        (int wanted, DecisionReason reason) = Prefer(scores, long.MaxValue);
        if (wanted < 0)
            return Decide(cheapest, DecisionReason.BadScores);
        if (costs.Frame(wanted) <= availableMacs)
            return Decide(wanted, reason);
        (int fitting, _) = Prefer(scores, availableMacs);
        return Decide(fitting < 0 ? cheapest : fitting, DecisionReason.Bucket);
    }

    /// <summary>The wanted width among those that fit (see <see cref="Fits"/>), or -1.</summary>
    protected abstract (int Index, DecisionReason Reason) Prefer(ReadOnlySpan<float> scores, long availableMacs);

    /// <summary>Whether a width is allowed and its frame costs at most that.</summary>
    protected bool Fits(int index, long availableMacs) => allowed[index] && costs.Frame(index) <= availableMacs;

    private Decision Decide(int index, DecisionReason reason) => new(costs.Widths[index], index, costs.Frame(index), reason);
}
