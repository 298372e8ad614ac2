using System.Text.Json.Nodes;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Packages;

namespace SdCom.Edge.Training.Export;

/// <summary>Turns the facts of a run into a package's manifest.</summary>
internal static class ManifestWriter
{
    public static ModelManifest Create(CardFacts facts, ParityVector parity, DateTimeOffset createdUtc)
    {
        (NetworkSpec network, RunEvaluation evaluation) = facts.Run;
        CostTable costs = facts.Run.Costs;
        return new ModelManifest
        {
            FormatVersion = ModelManifest.CurrentFormat,
            Name = facts.Name,
            Classes = evaluation.Classes,
            NoAction = new NoActionRule(evaluation.NoActionClass, evaluation.NoActionThreshold),
            Input = PictureInput.Of(network),
            Segments = network.Fusion.Segments,
            SegmentIntervalMs = facts.SegmentIntervalMs,
            Network = network.Description,
            Widths = [.. network.Widths],
            Macs = PartNumbers.MacsOf(costs),
            Parameters = PartNumbers.ParametersOf(costs),
            Temperature = evaluation.Temperature,
            DefaultPrice = evaluation.DefaultPrice,
            // Ascending in MACs is descending in price: a higher price never makes a frame's choice dearer.
            Curve = [.. evaluation.Validation.Priced.OrderByDescending(p => p.Price).Select(p => new CurvePoint
            {
                Price = p.Price,
                MacsPerFrame = p.MacsPerFrame,
                Top1 = p.Top1,
                WidthShare = network.Widths.Select((width, i) => (width, share: p.WidthShare[i])).ToDictionary(pair => pair.width, pair => pair.share),
            })],
            Baseline = new Baseline(costs.FullFrame, evaluation.Validation.Fixed[^1].Top1),
            Provenance = new Provenance
            {
                Data = facts.Data,
                Split = facts.Split,
                Seed = facts.Seed,
                Recipe = JsonNode.Parse(facts.Recipe)!.ToJsonString(),
                Tool = "sdcom-train",
                ToolVersion = typeof(ManifestWriter).Assembly.GetName().Version!.ToString(3),
                CreatedUtc = createdUtc,
                Metrics = Metrics(evaluation),
            },
            Parity = parity,
        };
    }

    private static SortedDictionary<string, double> Metrics(RunEvaluation evaluation)
    {
        SortedDictionary<string, double> metrics = new(StringComparer.Ordinal);
        Add("validation", evaluation.Validation);
        if (evaluation.Test is { } test)
            Add("test", test);
        return metrics;

        void Add(string set, SetEvaluation results)
        {
            metrics[$"{set}.clips"] = results.Clips;
            metrics[$"{set}.fullWidth.top1"] = results.Fixed[^1].Top1;
            metrics[$"{set}.fullWidth.macroTop1"] = results.Fixed[^1].MacroTop1;
            if (results.Priced.FirstOrDefault(p => p.Price == evaluation.DefaultPrice) is not { } priced)
                return;
            metrics[$"{set}.gate.top1"] = priced.Top1;
            metrics[$"{set}.gate.macroTop1"] = priced.MacroTop1;
            metrics[$"{set}.gate.macsPerFrame"] = priced.MacsPerFrame;
        }
    }
}
