using SdCom.Edge.Core;
using SdCom.Edge.Core.Clips;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Runtime.Evaluation;
using SdCom.Edge.Runtime.Inference;

namespace SdCom.Edge.Host.Quantising;

/// <summary>A float32 model and its INT8 or FP16 twin on the same validation clips.</summary>
/// <param name="Curve">The twin's, at the prices of the float32 model's.</param>
/// <param name="Accuracy">Both models' accuracies.</param>
internal sealed record QuantisedMeasurement(IReadOnlyList<CurvePoint> Curve, QuantisedAccuracy Accuracy)
{
    /// <summary>Plays the clips through both.</summary>
    /// <exception cref="InputException">None of the clips could be read.</exception>
    public static QuantisedMeasurement Measure(ModelPackage model, ModelPackage quantised, Engine engine, IReadOnlyList<Clip> clips, Action<int> progress, CancellationToken cancel)
    {
        (Ends before, _) = Play(model, engine, clips, progress, cancel);
        (Ends after, IReadOnlyList<CurvePoint> curve) = Play(quantised, engine, clips, done => progress(clips.Count + done), cancel);
        return new QuantisedMeasurement(curve, new QuantisedAccuracy(after.Clips, Pair(e => e.FullWidth), Pair(e => e.DefaultPrice), Pair(e => e.StaticOnly)));

        QuantisedPoint Pair(Func<Ends, double> figure) => new(Figures.Round(figure(before), 4), Figures.Round(figure(after), 4));
    }

    /// <summary>A manifest with this curve and baseline in the place of the float32 model's.</summary>
    public ModelManifest Put(ModelManifest manifest) => manifest with
    {
        Curve = Curve,
        Baseline = manifest.Baseline with { Top1 = Accuracy.FullWidth.Quantised },
        Precision = manifest.Precision! with { CurveOf = manifest.Precision.Kind },
    };

    private static (Ends Ends, IReadOnlyList<CurvePoint> Curve) Play(ModelPackage model, Engine engine, IReadOnlyList<Clip> clips, Action<int> progress, CancellationToken cancel)
    {
        using Nets nets = new(model, engine);
        WidthReplay replay = WidthReplay.Record(model, nets, clips, progress, cancel);
        if (replay.Clips == 0)
            throw new InputException($"none of the {clips.Count} validation clips could be read; the first: {clips[0].Path}");
        return (
            new Ends(replay.Clips, replay.AtWidth(model.Costs.Widths.Count - 1), replay.AtPrice(model.Manifest.DefaultPrice).Top1, replay.AtWidth(0)),
            [.. model.Manifest.Curve.Select(point => replay.AtPrice(point.Price))]);
    }

    private sealed record Ends(int Clips, double FullWidth, double DefaultPrice, double StaticOnly);
}
