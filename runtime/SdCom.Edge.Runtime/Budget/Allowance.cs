using System.Globalization;
using SdCom.Edge.Core.Budget;
using SdCom.Edge.Core.Networks;

namespace SdCom.Edge.Runtime.Budget;

/// <summary>What one stream, or several together, may spend and how widths are chosen: bucket, policy, arbitration, and an audit that trusts none of them.</summary>
public sealed class Allowance
{
    private readonly Arbitration arbitration;
    private readonly List<Claim> claims = [];
    private readonly Lock reading = new();
    private AllowanceTerms terms;
    private AllowanceTerms? next; // from the next frame on
    private AllowanceReading newest;
    private double userShare = 1;
    private double refill; // between two frames of one stream
    private long earlierSpent;
    private long earlierOvershoot; // the worst of audits in other units
    private long now;

    /// <param name="terms">What it is made of.</param>
    public Allowance(AllowanceTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        this.terms = terms;
        arbitration = new Arbitration(terms.Policy, terms.Budget);
        refill = terms.Controller?.RefillPerFrame ?? 0;
        Note();
    }

    /// <param name="budget">The bucket, in the unit of the policy's tariff.</param>
    /// <param name="policy">Picks widths.</param>
    /// <param name="audit">Counts what was spent against the promise; null when there is no budget.</param>
    public Allowance(FlopsBudget budget, WidthPolicy policy, BudgetAudit? audit = null)
        : this(new AllowanceTerms(budget, policy, audit))
    {
    }

    /// <summary>No budget: the gate alone decides.</summary>
    public static Allowance Free(CostTable costs, double price) => new(FlopsBudget.Unlimited(), new GatePolicy(costs, price));

    /// <summary>No budget and always the same width.</summary>
    public static Allowance Fixed(CostTable costs, Core.Width width) => new(FlopsBudget.Unlimited(), new FixedPolicy(costs, width));

    /// <summary>Narrows the allowance while the device must spare itself; null never does. Set it before the first frame; later it comes with other terms.</summary>
    public Governor? Governor
    {
        get => Volatile.Read(ref terms).Governor;
        set => Volatile.Write(ref terms, terms with { Governor = value });
    }

    /// <summary>The share of the budget that a person wants used, above 0 and at most 1: one more limit beside the governor's, of which the smaller holds. Any thread may set it.</summary>
    public double UserShare
    {
        get => Volatile.Read(ref userShare);
        set
        {
            if (!(value is > 0 and <= 1))
                throw new ArgumentOutOfRangeException(nameof(value), value, "a share must be above 0 and at most 1.");
            Volatile.Write(ref userShare, value);
        }
    }

    /// <summary>Why less than the whole budget is used, in words; null when it is all.</summary>
    public string? NarrowedBy => UserShare < (Governor?.Share ?? 1)
        ? string.Create(CultureInfo.InvariantCulture, $"narrowed to {UserShare * 100:0} % by hand")
        : Governor?.Reason;

    /// <summary>The allowance after the last frame. Any thread may ask.</summary>
    public AllowanceReading Reading
    {
        get
        {
            lock (reading)
                return newest;
        }
    }

    /// <summary>The share of the budget that is left, 0 to 1.</summary>
    public double Share => terms.Budget.Share;

    /// <summary>What is counted.</summary>
    public BudgetUnit Unit => terms.Policy.Tariff.Unit;

    /// <summary>Units by which the worst window was over its promise; 0 when the budget was kept.</summary>
    public long Overshoot => Math.Max(earlierOvershoot, terms.Audit?.Overshoot ?? 0);

    /// <summary>Units that were charged so far, of the newest unit; 0 without a budget.</summary>
    public long Spent => earlierSpent + (terms.Audit?.Spent ?? 0);

    /// <summary>How full the bucket is, 0 to 1; null when there is no budget.</summary>
    public double? Level => terms.Audit is null ? null : (double)terms.Budget.Available / terms.Budget.Limit;

    /// <summary>The price of the full width in units of score; null where no gate chooses.</summary>
    public double? Price => (terms.Policy as GatePolicy)?.Price;

    /// <summary>Times frames where the tariff is what they really take.</summary>
    internal FrameMeter? Meter => terms.Meter;

    /// <summary>A stream joins.</summary>
    public Claim Join()
    {
        Claim claim = new(this, arbitration.Join());
        claims.Add(claim);
        return claim;
    }

    /// <summary>A stream leaves: a glance that was held back for it is paid.</summary>
    public void Leave(Claim claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        claim.Break();
        claims.Remove(claim);
        arbitration.Leave(claim.Part);
    }

    /// <summary>
    /// Goes on under other terms from the next frame on; any thread may ask. Spending is accounted for without a gap: the new bucket takes over what the old one holds, and the audit
    /// judges every window by the promises that held in it.
    /// </summary>
    /// <param name="newTerms">Made for the same model, number of streams and clock.</param>
    public void Change(AllowanceTerms newTerms)
    {
        ArgumentNullException.ThrowIfNull(newTerms);
        Volatile.Write(ref next, newTerms);
    }

    /// <summary>
    /// Chooses the widths of all frames that wait and pays for them whole. They are chosen together, so that what the bucket holds goes where it gains most.
    /// </summary>
    public void Decide()
    {
        if (terms.Controller is { } controller && terms.Budget.RefillsWithTime)
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
            Pay(claim, terms.Policy.Tariff.Frame(index));
        }

        Note();
    }

    /// <summary>A frame of a stream begins: holds its glance back, or leaves it out.</summary>
    internal bool Begin(Claim claim)
    {
        if (Volatile.Read(ref next) is not null && arbitration.IsIdle)
            Switch();
        double share = Math.Min(UserShare, Governor?.Share ?? 1);
        if (share < 1 || Share < 1)
            terms.Budget.Narrow(share, terms.Policy.CheapestFrame * claims.Count);
        now = terms.Budget.NextFrame();
        bool held = arbitration.TryGlance(claim.Part);
        if (!held)
        {
            terms.Audit?.Record(now, 0);
            Note();
        }

        return held;
    }

    /// <summary>Takes a frame's charge out of the bucket.</summary>
    internal void Pay(Claim claim, long charge)
    {
        arbitration.Pay(claim.Part, charge);
        claim.Charge = charge;
        terms.Audit?.Record(now, charge);
    }

    private void Switch()
    {
        AllowanceTerms before = terms, after = Interlocked.Exchange(ref next, null)!;
        bool sameUnit = before.Policy.Tariff.Unit == after.Policy.Tariff.Unit && before.Budget.RefillsWithTime == after.Budget.RefillsWithTime;
        if (before.Budget.RefillsWithTime)
            now = before.Budget.NextFrame();
        if (after.Budget.RefillsWithTime)
            after.Budget.NextFrame(); // from now on, not from when the terms were made
        after.Budget.Replace(before.Budget, sameUnit);
        BudgetAudit? audit = after.Audit;
        if (sameUnit && audit is not null && before.Audit is { } running)
        {
            running.Change(now, after.Budget.Rate, after.Budget.Capacity);
            audit = running;
        }
        else
        {
            earlierSpent = sameUnit ? Spent : 0;
            earlierOvershoot = Overshoot;
        }

        Volatile.Write(ref terms, after with { Audit = audit });
        arbitration.Change(after.Policy, after.Budget);
        refill = after.Controller?.RefillPerFrame ?? 0;
    }

    private void Note()
    {
        AllowanceReading seen = new(Unit, terms.Budget.Rate, terms.Budget.Capacity, Level, Share, Price, Spent, Overshoot);
        lock (reading)
            newest = seen;
    }

    // One price for all frames that wait; the controller learns from each of them.
    private void SetPrice()
    {
        if (Share < 1)
        {
            terms.Controller?.Widen(terms.Budget);
            foreach (Claim claim in claims)
            {
                if (claim.Part.Waits)
                    claim.Unnarrowed = terms.Policy.Choose(claim.Part.Scores, terms.Budget.Capacity).Index;
            }
        }

        foreach (Claim claim in claims)
        {
            if (claim.Part.Waits)
                terms.Controller?.Adjust(terms.Budget);
        }
    }

    private Decision ChooseAlone(Claim claim)
    {
        Decision decision = terms.Policy.Choose(claim.Part.Scores, terms.Budget.Available);
        if (Share == 1 || decision.Index >= claim.Unnarrowed)
            return decision;
        return decision with { Reason = UserShare < (Governor?.Share ?? 1) ? DecisionReason.User : DecisionReason.Governor };
    }
}
