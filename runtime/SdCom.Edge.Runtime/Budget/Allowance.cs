using SdCom.Edge.Core.Budget;
using SdCom.Edge.Core.Networks;

namespace SdCom.Edge.Runtime.Budget;

/// <summary>What a stream may spend and how it chooses: bucket, policy, and an audit that trusts neither. One for each stream.</summary>
public sealed class Allowance
{
    private readonly FlopsBudget budget;
    private readonly WidthPolicy policy;
    private readonly BudgetAudit? audit;
    private readonly PriceController? controller;
    private readonly FrameMeter? meter;
    private long now;
    private long reserved; // for a frame that has begun and is not paid for yet

    /// <param name="budget">The bucket, in the unit of the policy's tariff.</param>
    /// <param name="policy">Picks widths.</param>
    /// <param name="audit">Counts what was spent against the promise; null when there is no budget.</param>
    /// <param name="controller">Moves the policy's price; null leaves it as it is.</param>
    /// <param name="meter">Keeps the policy's tariff at what frames really take; null when it is fixed.</param>
    public Allowance(FlopsBudget budget, WidthPolicy policy, BudgetAudit? audit = null, PriceController? controller = null, FrameMeter? meter = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        this.budget = budget;
        this.policy = policy;
        this.audit = audit;
        this.controller = controller;
        this.meter = meter;
    }

    /// <summary>No budget: the gate alone decides.</summary>
    public static Allowance Free(CostTable costs, double price) => new(FlopsBudget.Unlimited(), new GatePolicy(costs, price));

    /// <summary>No budget and always the same width.</summary>
    public static Allowance Fixed(CostTable costs, Core.Width width) => new(FlopsBudget.Unlimited(), new FixedPolicy(costs, width));

    /// <summary>Narrows the allowance while the device must spare itself; null never does.</summary>
    public Governor? Governor { get; set; }

    /// <summary>The share of the budget that is left, 0 to 1.</summary>
    public double Share => budget.Share;

    /// <summary>What is counted.</summary>
    public BudgetUnit Unit => policy.Tariff.Unit;

    /// <summary>Units by which the worst window was over its promise; 0 when the budget was kept.</summary>
    public long Overshoot => audit?.Overshoot ?? 0;

    /// <summary>Units that were charged so far; 0 without a budget.</summary>
    public long Spent => audit?.Spent ?? 0;

    /// <summary>How full the bucket is, 0 to 1; null when there is no budget.</summary>
    public double? Level => audit is null ? null : (double)budget.Available / budget.Limit;

    /// <summary>The price of the full width in units of score; null where no gate chooses.</summary>
    public double? Price => (policy as GatePolicy)?.Price;

    /// <summary>What the last frame was charged.</summary>
    public long Charge { get; private set; }

    /// <summary>The gate's score of the last frame's width.</summary>
    public float Score { get; private set; }

    /// <summary>A frame begins. False when the bucket cannot pay for even the cheapest answer: the frame is left out.</summary>
    public bool Begin()
    {
        if (reserved > 0)
            Pay(reserved); // the last frame broke before a width was chosen, but its glance was spent
        if (Governor is { } governor)
            budget.Narrow(governor.Share, policy.CheapestFrame);
        now = budget.NextFrame();
        meter?.Start();
        reserved = policy.CanLook(budget) ? policy.CheapestFrame : 0;
        (Charge, Score) = (0, 0);
        if (reserved == 0)
            audit?.Record(now, 0);
        return reserved > 0;
    }

    /// <summary>Chooses the width for the frame that has begun and pays for the whole frame.</summary>
    public Decision Choose(ReadOnlySpan<float> scores)
    {
        Decision decision = budget.Share < 1 ? ChooseNarrowed(scores) : ChooseFreely(scores);
        Score = scores.IsEmpty ? 0 : scores[decision.Index];
        Pay(policy.Tariff.Frame(decision.Index));
        return decision;
    }

    private Decision ChooseFreely(ReadOnlySpan<float> scores)
    {
        controller?.Adjust(budget);
        return policy.Choose(scores, budget);
    }

    private Decision ChooseNarrowed(ReadOnlySpan<float> scores)
    {
        controller?.Widen(budget);
        Decision free = policy.Choose(scores, budget.Capacity);
        Decision narrowed = ChooseFreely(scores);
        return narrowed.Index < free.Index ? narrowed with { Reason = DecisionReason.Governor } : narrowed;
    }

    /// <summary>The frame is answered.</summary>
    public void Finish(in Decision decision) => meter?.Stop(decision.Index);

    private void Pay(long charge)
    {
        reserved = 0;
        Charge = charge;
        budget.Spend(charge);
        audit?.Record(now, charge);
    }
}
