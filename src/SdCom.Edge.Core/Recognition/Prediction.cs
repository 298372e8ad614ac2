using SdCom.Edge.Core.Packages;

namespace SdCom.Edge.Core.Recognition;

/// <summary>What a stream shows after a frame.</summary>
/// <param name="ClassIndex">The most probable class, or -1 when the engine's answer was not finite.</param>
/// <param name="Confidence">Its probability.</param>
/// <param name="IsAction">False when the model's no-action rule applies.</param>
public readonly record struct Prediction(int ClassIndex, float Confidence, bool IsAction)
{
    /// <summary>The answer when an engine gave something that is not a number.</summary>
    public static Prediction Failed { get; } = new(-1, 0, false);

    /// <summary>Whether there is an answer at all.</summary>
    public bool IsValid => ClassIndex >= 0;
}

/// <summary>Turns logits into a prediction: temperature, softmax, no-action rule. Allocates nothing.</summary>
public sealed class PredictionRule
{
    private readonly double temperature;
    private readonly double threshold;
    private readonly int noActionIndex;

    /// <summary>Reads the rule of a model.</summary>
    public PredictionRule(ModelManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        temperature = manifest.Temperature;
        threshold = manifest.NoAction.Threshold;
        noActionIndex = -1;
        for (int i = 0; i < manifest.Classes.Count; i++)
        {
            if (manifest.Classes[i] == manifest.NoAction.Class)
                noActionIndex = i;
        }
    }

    /// <summary>Decides from logits and leaves the probabilities, both [C]; of equal classes the first wins.</summary>
    public Prediction Decide(ReadOnlySpan<float> logits, Span<float> probabilities)
    {
        if (!Softmax.Fill(logits, temperature, probabilities))
            return Prediction.Failed;
        int top = 0;
        for (int i = 1; i < probabilities.Length; i++)
        {
            if (probabilities[i] > probabilities[top])
                top = i;
        }

        return new Prediction(top, probabilities[top], top != noActionIndex && probabilities[top] >= threshold);
    }
}
