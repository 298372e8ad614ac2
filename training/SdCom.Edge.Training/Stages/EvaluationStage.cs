using SdCom.Edge.Core;
using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Export;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;

namespace SdCom.Edge.Training.Stages;

/// <summary>Measures the trained network: choices on the validation clips first, then the test clips once.</summary>
public sealed class EvaluationStage(Recipe recipe, SdComNetwork network, TrainingData data, Reporter reporter)
{
    private const int Draws = 5; // of what is random
    private static readonly double[] Thresholds = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98];

    /// <summary>Evaluates everything that the model card and the manifest tell.</summary>
    public RunEvaluation Run()
    {
        using MemorylessGate? memoryless = recipe.Policy.MemorylessBaseline ? MemorylessBaseline.Train(recipe, network, data, reporter) : null;
        using EvaluationSets sets = EvaluationSets.Compute(network, data, reporter);
        return Run(sets, memoryless);
    }

    /// <summary>The same on features that are there already, which stay their owner's.</summary>
    public RunEvaluation Run(EvaluationSets sets, MemorylessGate? memoryless = null)
    {
        Evaluator validation = new(network, sets.Validation);
        double[] prices = [.. PriceChoice.Candidates(recipe.Policy.MaxPrice)];
        PricePoint[] points = [.. prices.Select(price => new PricePoint(price, validation.Priced(price)))];

        // The published gate knows no price.
        PricePoint chosen = recipe.Policy.Faithful ? points[0] : PriceChoice.Default(points, validation.Fixed(Width.Full));
        double temperature = Calibration.Temperature(chosen.Outcome);
        int noAction = data.Classes.ToList().IndexOf(recipe.Data.NoActionClass);
        double threshold = Calibration.NoActionThreshold(chosen.Outcome, temperature, noAction);
        Func<Outcome, AbstainResult?> abstain = outcome => Calibration.Abstain(outcome, temperature, threshold, noAction);
        return new RunEvaluation
        {
            Classes = data.Classes,
            Temperature = temperature,
            NoActionClass = noAction < 0 ? null : recipe.Data.NoActionClass,
            NoActionThreshold = threshold,
            DefaultPrice = chosen.Price,
            Validation = Measure(data.ValidationName, validation, prices, chosen, memoryless, abstain),
            Test = sets.Test is { } test ? Measure(recipe.Data.TestSubset, new Evaluator(network, test), prices, chosen, memoryless, abstain) : null,
        };
    }

    private SetEvaluation Measure(string name, Evaluator evaluator, double[] prices, PricePoint chosen, MemorylessGate? memoryless, Func<Outcome, AbstainResult?> abstain)
    {
        Outcome atDefault = evaluator.Priced(chosen.Price);
        return new SetEvaluation
        {
            Name = name,
            Clips = atDefault.Labels.Length,
            Fixed = [.. network.Spec.Widths.Select(w => Result(evaluator.Fixed(w)))],
            Priced = [.. prices.Select(price => new PricedResult(price, Result(evaluator.Priced(price))))],
            Random = Result(Drawn(draw => evaluator.Blind(atDefault.WidthShare, Seeds.At(recipe.Seed, 9, draw)))),
            Confident = [.. Thresholds.Select(threshold => new ThresholdResult(threshold, Result(evaluator.Confident(threshold))))],
            Memoryless = memoryless is null ? null : [.. prices.Zip(evaluator.Memoryless(memoryless, prices), (price, outcome) => new PricedResult(price, Result(outcome)))],
            Noisy = recipe.Policy.EvaluatesWithNoise ? Result(Drawn(draw => evaluator.Noisy(recipe.Policy.Faithful ? 0 : chosen.Price, Seeds.At(recipe.Seed, 10, draw)))) : null,
            Abstain = abstain(atDefault),
            Confusion = atDefault.Confusion(),
        };
    }

    private static Outcome[] Drawn(Func<int, Outcome> draw) => [.. Enumerable.Range(0, Draws).Select(draw)];

    // The mean over the outcomes of what is random; what is not has one.
    private static PolicyResult Result(params Outcome[] outcomes) => new()
    {
        Top1 = outcomes.Average(o => o.Top1),
        MacroTop1 = outcomes.Average(o => o.MacroTop1),
        MacsPerFrame = outcomes.Average(o => o.MacsPerFrame),
        WidthShare = [.. outcomes[0].WidthShare.Select((_, w) => outcomes.Average(o => o.WidthShare[w]))],
    };
}
