using SdCom.Edge.Core.Budget;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Runtime.Budget;

namespace SdCom.Edge.Host.Commands;

/// <summary>Turns the limits of an evaluation into bucket and policy.</summary>
internal static class EvalAllowance
{
    private const int Seed = 1;
    private const int SavedFullFrames = 1000;

    /// <summary>The allowance, and the price at which the gate chooses (null when it does not).</summary>
    public static (Allowance Allowance, double? Price) Create(EvalRequest request, ModelSetup setup, MediaClock media)
    {
        CostTable costs = setup.Model.Costs;
        if (request.Width is { } width)
        {
            if (!costs.Widths.Contains(width))
                throw new UsageException($"--width must be one of {costs.Widths}, got {width}.");
            return (Allowance.Fixed(costs, width), null);
        }

        if (request.BudgetMacs is { } budget)
            return PerFrame(request, setup.Model, budget);
        if (request.Profile is not null)
            return (setup.CreateAllowance(media, request.Policy == "random" ? Random(costs, null) : null), null);
        if (request.Policy == "random")
            return (new Allowance(FlopsBudget.Unlimited(), Random(costs, null)), null);
        double price = request.Price ?? setup.Model.Manifest.DefaultPrice;
        return (Allowance.Free(costs, price), price);
    }

    // The promise is the mean of all frames so far, so what cheap frames save is kept for hard clips much later.
    private static (Allowance Allowance, double? Price) PerFrame(EvalRequest request, ModelPackage model, long budget)
    {
        CostTable costs = model.Costs;
        if (budget < costs.Frame(0))
        {
            throw new UsageException(
                $"--budget-macs must be at least {costs.Frame(0)}, which every frame costs (static net {costs.Static.Macs}, gate {costs.Gate.Macs}, fusion {costs.Fusion.Macs}), got {budget}.");
        }

        double price = new PriceCurve(model.Manifest.Curve).PriceFor(budget);
        bool random = request.Policy == "random";
        WidthPolicy policy = random ? Random(costs, Spread(costs, budget)) : new GatePolicy(costs, price);
        FlopsBudget bucket = FlopsBudget.PerFrame(budget, Math.Max(budget, costs.FullFrame * SavedFullFrames));
        return (new Allowance(bucket, policy, BudgetAudit.PerFrame(budget)), random ? null : price);
    }

    private static RandomPolicy Random(CostTable costs, IReadOnlyList<double>? shares) => new(costs, new Random(Seed), shares);

    // All widths alike, and as much of the cheapest as brings the mean down to the budget: random at equal MACs.
    private static double[] Spread(CostTable costs, long budget)
    {
        double[] shares = [.. Enumerable.Repeat(1.0, costs.Widths.Count)];
        double mean = Enumerable.Range(0, shares.Length).Average(i => costs.Frame(i));
        if (mean > budget)
        {
            double spread = (budget - costs.Frame(0)) / (mean - costs.Frame(0)); // of the frames are drawn evenly, the rest run at the cheapest width
            Array.Fill(shares, spread / shares.Length);
            shares[0] += 1 - spread;
        }

        return shares;
    }
}
