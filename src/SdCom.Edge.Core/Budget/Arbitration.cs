namespace SdCom.Edge.Core.Budget;

/// <summary>
/// Shares one bucket among cameras. The price is one for all, so every camera pays the same for the same gain, which is the best use of a mean over frames that never meet. Where frames
/// do meet and the bucket binds, the step of width that gains most score per MAC is paid for first, whoever's it is, then the next: the optimum but for the last step, since each frame's
/// steps lie on its concave hull. Before any width comes everybody's glance, the longest waiting first, so that no camera starves. One thread at a time; allocates nothing per frame.
/// </summary>
public sealed class Arbitration
{
    private readonly List<WidthClaim> claims = [];
    private WidthPolicy policy;
    private FlopsBudget budget;
    private long held;
    private long glances;
    private long widenings;

    /// <param name="policy">Knows charges, price and gains.</param>
    /// <param name="budget">The bucket.</param>
    public Arbitration(WidthPolicy policy, FlopsBudget budget)
    {
        this.policy = policy;
        this.budget = budget;
    }

    /// <summary>Whether no frame is under way: nothing is held back in the bucket.</summary>
    public bool IsIdle => held == 0;

    /// <summary>Cameras that send frames; at least 1.</summary>
    public int Active => Math.Max(1, CountActive());

    /// <summary>A camera joins.</summary>
    public WidthClaim Join()
    {
        WidthClaim claim = new(policy.Count);
        claims.Add(claim);
        return claim;
    }

    /// <summary>A camera leaves, with nothing held back for it.</summary>
    public void Leave(WidthClaim claim) => claims.Remove(claim);

    /// <summary>Goes on with another bucket and policy of the same model, while <see cref="IsIdle"/>; who is behind stays behind.</summary>
    public void Change(WidthPolicy newPolicy, FlopsBudget newBudget) => (policy, budget) = (newPolicy, newBudget);

    /// <summary>
    /// Holds the cost of a frame's cheapest answer back. False when the bucket does not have it to spare: each camera that sends frames and has gone without a glance for longer
    /// must find its own there when its frame comes. A full bucket refuses nobody.
    /// </summary>
    public bool TryGlance(WidthClaim claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        long cheapest = policy.CheapestFrame;
        long free = budget.Available - held;
        long owed = cheapest * CountAhead(claim);
        if (free < cheapest || (free < cheapest + owed && budget.Available < budget.Limit))
            return false;
        claim.Held = cheapest;
        claim.Glanced = ++glances;
        held += cheapest;
        return true;
    }

    /// <summary>
    /// Deals widths to the frames that wait. Each claim's decision is what it would get alone; one that gets less because of others comes out with <see cref="DecisionReason.Arbitration"/>.
    /// </summary>
    public void Deal()
    {
        long wanted = 0;
        foreach (WidthClaim claim in claims)
            wanted += claim.Waits ? policy.Tariff.Frame(claim.Decision.Index) - claim.Held : 0;
        long spare = Math.Max(0, budget.Available - held - (policy.CheapestFrame * CountAbsent()));
        if (wanted > spare)
            Climb(spare);
        foreach (WidthClaim claim in claims)
        {
            if (claim.Waits && claim.Decision.Index != policy.Cheapest && claim.Decision.Reason != DecisionReason.Arbitration)
                claim.Widened = ++widenings;
        }
    }

    /// <summary>Pays for a frame.</summary>
    public void Pay(WidthClaim claim, long charge)
    {
        ArgumentNullException.ThrowIfNull(claim);
        held -= claim.Held;
        claim.Settle();
        budget.Spend(charge);
    }

    private void Climb(long spare)
    {
        foreach (WidthClaim claim in claims)
            claim.Reached = policy.Cheapest;
        while (Steepest(spare, out WidthStep step) is { } next)
        {
            spare -= policy.Tariff.Frame(step.Index) - policy.Tariff.Frame(next.Reached);
            next.Reached = step.Index;
        }

        foreach (WidthClaim claim in claims)
        {
            if (claim.Waits && claim.Reached != claim.Decision.Index)
                claim.Decision = policy.Decide(claim.Reached, DecisionReason.Arbitration);
        }
    }

    // Of equal gains the camera comes first that has gone without its wish for the longest.
    private WidthClaim? Steepest(long spare, out WidthStep step)
    {
        step = WidthStep.None;
        WidthClaim? best = null;
        foreach (WidthClaim claim in claims)
        {
            if (!claim.Waits || claim.Decision.Index == policy.Cheapest)
                continue;
            WidthStep next = policy.NextStep(claim.Scores, claim.Reached, spare);
            bool better = next.Worth > step.Worth || (next.Worth == step.Worth && claim.Widened < best?.Widened);
            if (next.Index >= 0 && better)
                (best, step) = (claim, next);
        }

        return best;
    }

    private int CountActive()
    {
        int count = 0;
        foreach (WidthClaim claim in claims)
            count += claim.IsActive ? 1 : 0;
        return count;
    }

    // Cameras without a frame at hand, whose next glance must still be affordable.
    private int CountAbsent()
    {
        int count = 0;
        foreach (WidthClaim claim in claims)
            count += claim.IsActive && claim.Held == 0 ? 1 : 0;
        return count;
    }

    private int CountAhead(WidthClaim than)
    {
        int count = 0;
        foreach (WidthClaim claim in claims)
            count += claim.IsActive && claim.Held == 0 && claim.Glanced < than.Glanced ? 1 : 0;
        return count;
    }
}
