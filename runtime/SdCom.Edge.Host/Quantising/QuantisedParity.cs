using SdCom.Edge.Core;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Runtime.Inference;

namespace SdCom.Edge.Host.Quantising;

/// <summary>The parity vector of a quantised model, and how far its answers moved.</summary>
internal static class QuantisedParity
{
    // Fused kernels round an activation to another level now and then, which one depends on the CPU. What that does to the logits is measured between
    // the fused kernels and the graph as it is written; other CPUs get this much room beyond it, and never less than the floor.
    private const double Room = 4;
    private const double SmallestTolerance = 0.02;

    /// <summary>The vector with the logits of the quantised model, and the largest change of a logit in parts of the float32 logits' spread.</summary>
    public static (ParityVector Vector, double Change) Compute(ModelPackage model, ModelPackage quantised, Engine engine)
    {
        using Nets before = new(model, engine);
        using Nets after = new(quantised, engine);
        using Engine asWritten = new(engine.Settings with { Optimised = false });
        using Nets reference = new(quantised, asWritten);
        bool keepsMore = quantised.Manifest.Precision!.Kind == PrecisionNote.Half; // engines may compute a float16 layer in float32: then they answer as the float32 model does
        double change = 0, rounding = 0;
        List<ParityCase> cases = [];
        foreach (Width width in model.Network.Widths)
        {
            float[] wanted = ParityCheck.Compute(model, before, width);
            float[] got = ParityCheck.Compute(quantised, after, width);
            double moved = Largest(wanted, got);
            change = Math.Max(change, moved / (wanted.Max() - wanted.Min()));
            rounding = Math.Max(rounding, Largest(got, ParityCheck.Compute(quantised, reference, width)));
            if (keepsMore)
                rounding = Math.Max(rounding, moved);
            cases.Add(new ParityCase(width, got));
        }

        double tolerance = Math.Min(Math.Round(Math.Max(Room * rounding, SmallestTolerance), 3), 1);
        return (model.Manifest.Parity with { Tolerance = tolerance, Cases = cases }, change);
    }

    private static double Largest(float[] a, float[] b) => a.Zip(b).Max(pair => Math.Abs((double)pair.First - pair.Second));
}
