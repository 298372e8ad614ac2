using SdCom.Edge.Core;
using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Networks;

namespace SdCom.Edge.Training.Stages;

/// <summary>The trunks' features of the clips that choices are made on and of the test clips; they serve every fusion and every gate on the same trunks.</summary>
public sealed class EvaluationSets : IDisposable
{
    private readonly FrameCache[] caches;

    private EvaluationSets(EvaluationFeatures validation, EvaluationFeatures? test, FrameCache[] caches)
    {
        Validation = validation;
        Test = test;
        this.caches = caches;
    }

    /// <summary>The held-out clips.</summary>
    public EvaluationFeatures Validation { get; }

    /// <summary>The test clips; null when the data has none.</summary>
    public EvaluationFeatures? Test { get; }

    /// <summary>Runs the trunks over both sets.</summary>
    public static EvaluationSets Compute(SdComNetwork network, TrainingData data, Reporter reporter)
    {
        FrameCache validation = data.OpenValidation();
        FrameCache? test = data.HasTest ? data.OpenTest() : null;
        return new EvaluationSets(
            EvaluationFeatures.Compute(network, validation, reporter),
            test is null ? null : EvaluationFeatures.Compute(network, test, reporter),
            test is null ? [validation] : [validation, test]);
    }

    /// <summary>The same clips at some of the widths. It shares everything with these sets, which own it.</summary>
    public EvaluationSets At(WidthSet all, WidthSet some) => new(Validation.At(all, some), Test?.At(all, some), []);

    public void Dispose()
    {
        Validation.Dispose();
        Test?.Dispose();
        foreach (FrameCache cache in caches)
            cache.Dispose();
    }
}
