namespace SdCom.Edge.Training.Recipes;

/// <summary>
/// The stage before the policy in which the fusion learns alone, at all widths, from the features of frozen trunks (the policy's table). After a pose stage the trunks
/// see what matters already: on few clips, training them on the classes too makes them learn the clips by heart (training/RESULTS.md).
/// </summary>
public sealed record FusionRecipe
{
    public required int Epochs { get; init; }

    /// <summary>Clips a step.</summary>
    public required int Batch { get; init; }

    public required double LearningRate { get; init; }

    public double WeightDecay { get; init; } = 0.02;

    /// <summary>Steps over which the rate grows from 0; then it follows the schedule.</summary>
    public int WarmupSteps { get; init; } = 20;

    public ScheduleRecipe Schedule { get; init; } = new();
}
