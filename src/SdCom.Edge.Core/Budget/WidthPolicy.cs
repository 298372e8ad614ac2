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
    private readonly bool[] late; // too slow for the deadline: never chosen, but what the deadline is blamed for
    private readonly int cheapest;

    /// <summary>Creates a policy over the widths that a device allows; null allows all.</summary>
    /// <param name="costs">MACs of the model.</param>
    /// <param name="allowedWidths">The widths that may run.</param>
    /// <param name="tariff">What they are charged; null charges their MACs.</param>
    /// <param name="lateWidths">Widths that only the deadline forbids, so that a decision can say so.</param>
    /// <exception cref="ArgumentException">No width of the model is allowed.</exception>
    protected WidthPolicy(CostTable costs, IEnumerable<Width>? allowedWidths, Tariff? tariff = null, IEnumerable<Width>? lateWidths = null)
    {
        ArgumentNullException.ThrowIfNull(costs);
        this.costs = costs;
        Tariff = tariff ?? Tariff.OfMacs(costs);
        HashSet<Width> permitted = [.. allowedWidths ?? costs.Widths];
        HashSet<Width> tooSlow = [.. lateWidths ?? []];
        allowed = [.. costs.Widths.Select(permitted.Contains)];
        late = [.. costs.Widths.Select(width => tooSlow.Contains(width) && !permitted.Contains(width))];
        cheapest = Array.IndexOf(allowed, true);
        if (cheapest < 0)
            throw new ArgumentException($"none of the allowed widths {string.Join(", ", permitted)} is one of the model's {costs.Widths}.", nameof(allowedWidths));
    }

    /// <summary>What the widths are charged.</summary>
    public Tariff Tariff { get; }

    /// <summary>The charge of a frame at the cheapest allowed width: less than that, and no frame can run.</summary>
    public long CheapestFrame => Tariff.Frame(cheapest);

    /// <summary>Position of the cheapest allowed width.</summary>
    public int Cheapest => cheapest;

    /// <summary>The number of widths of the model.</summary>
    public int Count => allowed.Length;

    /// <summary>Whether the bucket holds a frame at the cheapest allowed width.</summary>
    public bool CanLook(FlopsBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        return budget.CanSpend(CheapestFrame);
    }

    /// <summary>Chooses; the caller spends what <see cref="Tariff"/> charges for it.</summary>
    /// <param name="scores">The gate's score of each width of the model, ascending in width.</param>
    /// <param name="budget">A bucket for which <see cref="CanLook"/> holds.</param>
    public Decision Choose(ReadOnlySpan<float> scores, FlopsBudget budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        return Choose(scores, budget.Available);
    }

    /// <summary>Chooses among the widths whose frame is charged at most <paramref name="available"/>.</summary>
    public Decision Choose(ReadOnlySpan<float> scores, long available)
    {
        (int wanted, DecisionReason reason) = Prefer(scores, new Reach(long.MaxValue, LateToo: true));
        if (wanted < 0)
            return Decide(cheapest, DecisionReason.BadScores);
        if (late[wanted])
        {
            (wanted, _) = Prefer(scores, new Reach(long.MaxValue));
            reason = DecisionReason.Deadline;
        }

        if (Tariff.Frame(wanted) <= available)
            return Decide(wanted, reason);
        (int fitting, _) = Prefer(scores, new Reach(available));
        return Decide(fitting < 0 ? cheapest : fitting, DecisionReason.Bucket);
    }

    /// <summary>
    /// The next step up from a width that is paid for, where several frames share what is left. A policy without scores to compare wants all of its width at once, before everybody.
    /// </summary>
    /// <param name="scores">The gate's score of each width.</param>
    /// <param name="from">Position of the width that is paid for.</param>
    /// <param name="left">What a step may be charged.</param>
    public virtual WidthStep NextStep(ReadOnlySpan<float> scores, int from, long left)
    {
        (int index, _) = Prefer(scores, new Reach(Tariff.Frame(from) + left));
        return index > from ? new WidthStep(index, double.PositiveInfinity) : WidthStep.None;
    }

    /// <summary>The decision for a width that was chosen elsewhere.</summary>
    public Decision Decide(int index, DecisionReason reason) => new(costs.Widths[index], index, costs.Frame(index), reason);

    /// <summary>The wanted width among those in reach (see <see cref="Fits"/>), or -1.</summary>
    protected abstract (int Index, DecisionReason Reason) Prefer(ReadOnlySpan<float> scores, Reach reach);

    /// <summary>Whether a width is allowed and its frame is charged no more than can be paid.</summary>
    protected bool Fits(int index, Reach reach) => (allowed[index] || (reach.LateToo && late[index])) && Tariff.Frame(index) <= reach.Available;

    /// <summary>What a preference may pick from.</summary>
    /// <param name="Available">The most that a frame may be charged.</param>
    /// <param name="LateToo">Whether widths that only the deadline forbids are among them.</param>
    protected readonly record struct Reach(long Available, bool LateToo = false);
}
