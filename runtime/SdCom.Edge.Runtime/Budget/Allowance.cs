using SdCom.Edge.Core.Budget;
using SdCom.Edge.Core.Networks;

namespace SdCom.Edge.Runtime.Budget;

/// <summary>What one stream, or several together, may spend and how widths are chosen: bucket, policy, arbitration, and an audit that trusts none of them.</summary>
public sealed class Allowance
{
    private readonly FlopsBudget budget;
    private readonly WidthPolicy policy;
    private readonly BudgetAudit? audit;
    private readonly PriceController? controller;
    private readonly FrameMeter? meter;
    private readonly Arbitration arbitration;
    private readonly List<Claim> claims = [];
    private readonly double refill; // between two frames of one stream
    private long now;

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
        arbitration = new Arbitration(policy, budget);
        refill = controller?.RefillPerFrame ?? 0;
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

    /// <summary>A stream joins, for good.</summary>
    public Claim Join()
    {
        Claim claim = new(this, arbitration.Join(), meter);
        claims.Add(claim);
        return claim;
    }

    /// <summary>
    /// Chooses the widths of all frames that wait and pays for them whole. They are chosen together, so that what the bucket holds goes where it gains most.
    /// </summary>
    public void Decide()
    {
        if (controller is not null && budget.RefillsWithTime)
            controller.RefillPerFrame = refill / arbitration.Active;
        SetPrice();
        foreach (Claim claim in claims)
        {
            if (claim.Part.Waits)
                claim.Part.Decision = ChooseAlone(claim);
        }

        arbitration.Deal();
        foreach (Claim claim in claims)
        {
            if (!claim.Part.Waits)
                continue;
            int index = claim.Decision.Index;
            claim.Score = claim.Part.Scores[index];
            Pay(claim, policy.Tariff.Frame(index));
        }
    }

    /// <summary>A frame of a stream begins: holds its glance back, or leaves it out.</summary>
    internal bool Begin(Claim claim)
    {
        if (Governor is { } governor)
            budget.Narrow(governor.Share, policy.CheapestFrame * claims.Count);
        now = budget.NextFrame();
        bool held = arbitration.TryGlance(claim.Part);
        if (!held)
            audit?.Record(now, 0);
        return held;
    }

    /// <summary>Takes a frame's charge out of the bucket.</summary>
    internal void Pay(Claim claim, long charge)
    {
        arbitration.Pay(claim.Part, charge);
        claim.Charge = charge;
        audit?.Record(now, charge);
    }

    // One price for all frames that wait; the controller learns from each of them.
    private void SetPrice()
    {
        if (budget.Share < 1)
        {
            controller?.Widen(budget);
            foreach (Claim claim in claims)
            {
                if (claim.Part.Waits)
                    claim.Unnarrowed = policy.Choose(claim.Part.Scores, budget.Capacity).Index;
            }
        }

        foreach (Claim claim in claims)
        {
            if (claim.Part.Waits)
                controller?.Adjust(budget);
        }
    }

    private Decision ChooseAlone(Claim claim)
    {
        Decision decision = policy.Choose(claim.Part.Scores, budget.Available);
        return budget.Share < 1 && decision.Index < claim.Unnarrowed ? decision with { Reason = DecisionReason.Governor } : decision;
    }
}
