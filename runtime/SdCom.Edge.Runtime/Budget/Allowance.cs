using SdCom.Edge.Core.Budget;
using SdCom.Edge.Core.Networks;

namespace SdCom.Edge.Runtime.Budget;

/// <summary>What a stream may spend and how it chooses: bucket, policy, and an audit that trusts neither. One for each stream.</summary>
public sealed class Allowance
{
    private readonly FlopsBudget budget;
    private readonly WidthPolicy policy;
    private readonly BudgetAudit? audit;
    private long now;
    private bool unpaid;

    /// <param name="budget">The bucket.</param>
    /// <param name="policy">Picks widths.</param>
    /// <param name="audit">Counts what was spent against the promise; null when there is no budget.</param>
    public Allowance(FlopsBudget budget, WidthPolicy policy, BudgetAudit? audit = null)
    {
        this.budget = budget;
        this.policy = policy;
        this.audit = audit;
    }

    /// <summary>No budget: the gate alone decides.</summary>
    public static Allowance Free(CostTable costs, double price) => new(FlopsBudget.Unlimited(), new GatePolicy(costs, price));

    /// <summary>No budget and always the same width.</summary>
    public static Allowance Fixed(CostTable costs, Core.Width width) => new(FlopsBudget.Unlimited(), new FixedPolicy(costs, width));

    /// <summary>MACs by which the worst window was over its promise; 0 when the budget was kept.</summary>
    public long Overshoot => audit?.Overshoot ?? 0;

    /// <summary>How full the bucket is, 0 to 1; null when there is no budget.</summary>
    public double? Level => audit is null ? null : (double)budget.Available / budget.Capacity;

    /// <summary>A frame begins. False when the bucket cannot pay for even the cheapest answer: the frame is left out.</summary>
    public bool Begin()
    {
        if (unpaid)
            Pay(policy.CheapestFrame); // the last frame broke before a width was chosen, but its glance was spent
        now = budget.NextFrame();
        unpaid = policy.CanLook(budget);
        return unpaid;
    }

    /// <summary>Chooses the width for the frame that has begun and pays for the whole frame.</summary>
    public Decision Choose(ReadOnlySpan<float> scores)
    {
        Decision decision = policy.Choose(scores, budget);
        Pay(decision.Macs);
        return decision;
    }

    private void Pay(long macs)
    {
        unpaid = false;
        budget.Spend(macs);
        audit?.Record(now, macs);
    }
}
