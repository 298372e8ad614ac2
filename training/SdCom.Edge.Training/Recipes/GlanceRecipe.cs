namespace SdCom.Edge.Training.Recipes;

/// <summary>
/// The stage before the supernet in which the static net and the fusion learn the classes alone, at skip. It costs a small part of a supernet epoch, so that the
/// part that runs on every frame can be trained for long; the supernet then begins with a static net that answers already.
/// </summary>
public sealed record GlanceRecipe
{
    public required int Epochs { get; init; }

    /// <summary>Clips a step.</summary>
    public required int Batch { get; init; }

    public required double LearningRate { get; init; }

    /// <summary>The fusion learns this many times faster than the static net.</summary>
    public double FusionRate { get; init; } = 2;

    public double WeightDecay { get; init; } = 0.02;

    /// <summary>Steps over which the rate grows from 0; then it follows the schedule.</summary>
    public int WarmupSteps { get; init; } = 60;

    public ScheduleRecipe Schedule { get; init; } = new();

    /// <summary>Validation after every this many epochs.</summary>
    public int EvaluateEvery { get; init; } = 5;
}
