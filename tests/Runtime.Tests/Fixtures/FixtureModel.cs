using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Weights;
using SdCom.Edge.Onnx;
using SdCom.Edge.Onnx.Graphs;
using SdCom.Edge.Runtime.Inference;
using SdCom.Edge.Tests;

namespace SdCom.Edge.Runtime.Tests.Fixtures;

/// <summary>Writes whole, valid model packages with seeded random weights: untrained, but of every shape and check that a trained one has.</summary>
internal static class FixtureModel
{
    /// <summary>Small and quick: 64 px, the lightest trunks, a window of 4.</summary>
    public static NetworkDescription Small { get; } = new()
    {
        Static = "mobilenetv2-0.35",
        Dynamic = "mobilenetv2-0.35",
        InputSize = 64,
        Glance = 2,
        Widths = [0, 0.25, 0.5, 0.75, 1],
        GateEncoder = 32,
        GateHidden = 32,
        FusionHidden = 32,
        Segments = 4,
    };

    /// <summary>The size of the shipped model.</summary>
    public static NetworkDescription RealSize { get; } = new()
    {
        Static = "mobilenetv2-0.35",
        Dynamic = "mobilenetv2-1.0",
        InputSize = 128,
        Glance = 2,
        Widths = [0, 0.25, 0.5, 0.75, 1],
        Segments = 8,
    };

    public static IReadOnlyList<string> Classes { get; } = SdCom.Edge.Synthetic.Gestures.Names.ToArray();

    /// <summary>Writes a package into a folder, its parity vector computed by this engine.</summary>
    /// <param name="directory">The package's folder.</param>
    /// <param name="description">The network.</param>
    /// <param name="change">Changes the weights before they are written.</param>
    /// <param name="intervalMs">Time between processed frames.</param>
    /// <param name="isBroken">Whether the change breaks the model, which then has no true answers to prove; any change does when left out.</param>
    public static ModelPackage Write(string directory, NetworkDescription description, Action<WeightSet>? change = null, int intervalMs = 320, bool? isBroken = null)
    {
        NetworkSpec spec = NetworkSpec.Create(description, Classes.Count);
        WeightSet weights = RandomWeights.Create(spec, 1);
        change?.Invoke(weights);
        ModelManifest draft = Manifest(Path.GetFileName(directory), description, spec, intervalMs);
        ModelPackage unproven = ModelPackage.Write(directory, draft, folder => WriteGraphs(folder, spec, weights));
        using Engine engine = new(new EngineSettings("cpu", 1) { Weights = WeightSharing.Plain });
        using Nets nets = new(unproven, engine);
        ParityCase[] cases = isBroken ?? change is not null
            ? [.. draft.Parity.Cases]
            : [.. spec.Widths.Select(width => new ParityCase(width, ParityCheck.Compute(unproven, nets, width)))];
        return ModelPackage.Write(directory, draft with { Parity = draft.Parity with { Cases = cases } }, folder => WriteGraphs(folder, spec, weights));
    }

    private static void WriteGraphs(string folder, NetworkSpec spec, WeightSet weights)
    {
        OnnxFile.Write(Path.Combine(folder, ModelFiles.Static), StaticGraph.Build(spec, weights));
        foreach (Width width in spec.Widths.NonZero)
            OnnxFile.Write(Path.Combine(folder, ModelFiles.Dynamic(width)), DynamicGraph.Build(spec, width, weights));
        OnnxFile.Write(Path.Combine(folder, ModelFiles.Fusion), FusionGraph.Build(spec, weights));
        File.WriteAllText(Path.Combine(folder, ModelFiles.Card), "# Fixture\n\nRandom weights; for tests only.\n");
    }

    private static ModelManifest Manifest(string name, NetworkDescription description, NetworkSpec spec, int intervalMs)
    {
        CostTable costs = MacCounter.Count(spec);
        Dictionary<Width, double> even = spec.Widths.ToDictionary(width => width, _ => 1.0 / spec.Widths.Count);
        double mean = spec.Widths.Select((_, i) => costs.Frame(i)).Average();
        return new ModelManifest
        {
            FormatVersion = ModelManifest.CurrentFormat,
            Name = name,
            Classes = Classes,
            NoAction = new NoActionRule("idle", 0),
            Input = PictureInput.Of(spec),
            Segments = description.Segments,
            SegmentIntervalMs = intervalMs,
            Network = description,
            Widths = [.. spec.Widths],
            Macs = PartNumbers.MacsOf(costs),
            Parameters = PartNumbers.ParametersOf(costs),
            Temperature = 1,
            DefaultPrice = 0.1,
            Curve = [new CurvePoint { Price = 1, MacsPerFrame = costs.Frame(0), Top1 = 0.1, WidthShare = even }, new CurvePoint { Price = 0, MacsPerFrame = mean, Top1 = 0.1, WidthShare = even }],
            Baseline = new Baseline(costs.FullFrame, 0.1),
            Provenance = new Provenance
            {
                Data = "none",
                Split = "none",
                Seed = 1,
                Recipe = "random weights",
                Tool = "Runtime.Tests",
                ToolVersion = "0",
                CreatedUtc = DateTimeOffset.UnixEpoch,
                Metrics = new Dictionary<string, double>(),
            },
            Parity = new ParityVector
            {
                Seed = 5,
                Frames = description.Segments + 1,
                Tolerance = 1e-3,
                Cases = [.. spec.Widths.Select(width => new ParityCase(width, new float[Classes.Count]))],
            },
        };
    }
}
