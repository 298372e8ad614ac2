using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Networks;

namespace SdCom.Edge.Training.Stages;

/// <summary>The trunks' features of the clips that choices are made on and of the test clips; they serve every fusion and every gate on the same trunks.</summary>
public sealed class EvaluationSets : IDisposable
{
    private readonly FrameCache validationClips;
    private readonly FrameCache? testClips;

    private EvaluationSets(SdComNetwork network, TrainingData data, Reporter reporter)
    {
        validationClips = data.OpenValidation();
        testClips = data.HasTest ? data.OpenTest() : null;
        Validation = EvaluationFeatures.Compute(network, validationClips, reporter);
        Test = testClips is null ? null : EvaluationFeatures.Compute(network, testClips, reporter);
    }

    /// <summary>The held-out clips.</summary>
    public EvaluationFeatures Validation { get; }

    /// <summary>The test clips; null when the data has none.</summary>
    public EvaluationFeatures? Test { get; }

    /// <summary>Runs the trunks over both sets.</summary>
    public static EvaluationSets Compute(SdComNetwork network, TrainingData data, Reporter reporter) => new(network, data, reporter);

    public void Dispose()
    {
        Validation.Dispose();
        Test?.Dispose();
        validationClips.Dispose();
        testClips?.Dispose();
    }
}
