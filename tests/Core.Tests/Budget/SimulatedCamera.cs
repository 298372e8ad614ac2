using SdCom.Edge.Core.Budget;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Packages;

namespace SdCom.Edge.Core.Tests.Budget;

/// <summary>What one frame of the simulation spent and was worth to the gate, and the controller's state then.</summary>
internal readonly record struct SimulatedFrame(double Seconds, long Macs, double Price, double Level, DecisionReason Reason, double Score);

/// <summary>
/// A camera without pictures: gate scores of frames whose difficulty is drawn around a level that a scenario sets. Wider is better with falling returns, and more so on hard frames,
/// as a trained gate has it. The costs are about those of the shipped model.
/// </summary>
internal sealed class SimulatedCamera(int seed)
{
    public const double FrameSeconds = 0.32;

    private static readonly double[] Worth = [0, 0.4, 0.7, 0.9, 1];

    private readonly Random random = new(seed);
    private readonly float[] scores = new float[Worth.Length];

    public static CostTable Costs { get; } = new()
    {
        Widths = WidthSet.Default,
        Static = new PartCost(12_000_000, 1),
        Gate = new PartCost(300_000, 1),
        Fusion = new PartCost(300_000, 1),
        Dynamic = [new PartCost(0, 0), new PartCost(17_000_000, 1), new PartCost(60_000_000, 1), new PartCost(128_000_000, 1), new PartCost(220_000_000, 1)],
    };

    /// <summary>The manifest's curve, as training would measure it: mean MACs at each price on content of difficulty 1.</summary>
    public static IReadOnlyList<CurvePoint> Curve()
    {
        List<CurvePoint> points = [];
        foreach (double price in (double[])[16, 12, 8, 6, 4.5, 3.2, 2.4, 1.6, 1.2, 0.8, 0.5, 0.3, 0.15, 0])
        {
            SimulatedCamera camera = new(99);
            GatePolicy policy = new(Costs, price);
            Dictionary<Width, double> shares = Costs.Widths.ToDictionary(width => width, _ => 0.0);
            double macs = 0;
            const int frames = 4000;
            for (int i = 0; i < frames; i++)
            {
                Decision decision = policy.Choose(camera.Look(1), long.MaxValue);
                shares[decision.Width] += 1.0 / frames;
                macs += decision.Macs;
            }

            points.Add(new CurvePoint { Price = price, MacsPerFrame = macs / frames, Top1 = 0.9 - (price / 100), WidthShare = shares });
        }

        return points;
    }

    /// <summary>The gate's scores of the next frame.</summary>
    public ReadOnlySpan<float> Look(double difficulty)
    {
        double need = -Math.Log(1 - random.NextDouble()) * difficulty;
        for (int i = 0; i < scores.Length; i++)
            scores[i] = (float)(need * Worth[i]);
        return scores;
    }

    /// <summary>Runs a scenario within a bucket of MACs that refills with time; frames that it cannot pay for spend nothing.</summary>
    public List<SimulatedFrame> Run(long macsPerSecond, long burstMacs, double seconds, Func<double, double> difficulty, out long overshoot, bool fixedPrice = false)
    {
        ManualTime time = new();
        FlopsBudget budget = FlopsBudget.PerSecond(macsPerSecond, burstMacs, time);
        BudgetAudit audit = BudgetAudit.PerSecond(macsPerSecond, burstMacs, time);
        PriceCurve curve = new(Curve());
        double refill = macsPerSecond * FrameSeconds;
        GatePolicy policy = new(Costs, curve.PriceFor(refill));
        PriceController controller = new(policy, curve, refill);
        List<SimulatedFrame> frames = [];
        for (int i = 0; i * FrameSeconds < seconds; i++)
        {
            time.Now = (long)(i * FrameSeconds * 1e9);
            long now = budget.NextFrame();
            double level = (double)budget.Available / budget.Capacity;
            ReadOnlySpan<float> look = Look(difficulty(i * FrameSeconds));
            if (!policy.CanLook(budget))
            {
                audit.Record(now, 0);
                frames.Add(new SimulatedFrame(i * FrameSeconds, 0, policy.Price, level, DecisionReason.Bucket, 0));
                continue;
            }

            if (!fixedPrice)
                controller.Adjust(budget);
            Decision decision = policy.Choose(look, budget);
            budget.Spend(decision.Macs);
            audit.Record(now, decision.Macs);
            frames.Add(new SimulatedFrame(i * FrameSeconds, decision.Macs, policy.Price, level, decision.Reason, look[decision.Index]));
        }

        overshoot = audit.Overshoot;
        return frames;
    }
}
