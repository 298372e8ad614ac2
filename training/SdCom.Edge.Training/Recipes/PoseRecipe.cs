namespace SdCom.Edge.Training.Recipes;

/// <summary>
/// The stage before the supernet: each trunk learns from rendered people where their joints are. A class is one label for a whole clip of a few people;
/// a rendered picture tells dozens of coordinates, and there are as many people as one likes.
/// </summary>
public sealed record PoseRecipe
{
    /// <summary>Steps of the static net; 0 leaves it as it is.</summary>
    public required int StaticSteps { get; init; }

    /// <summary>Steps of the dynamic net, at three widths each; 0 leaves it as it is.</summary>
    public required int DynamicSteps { get; init; }

    /// <summary>Pictures a step.</summary>
    public required int Batch { get; init; }

    public required double LearningRate { get; init; }

    public double WeightDecay { get; init; } = 0.02;

    /// <summary>Steps over which the rate grows from 0; then it follows the schedule.</summary>
    public int WarmupSteps { get; init; } = 100;

    public ScheduleRecipe Schedule { get; init; } = new();

    /// <summary>Share of pictures in which the actor performs one of the known gestures; in the others the arms go anywhere.</summary>
    public double GestureShare { get; init; } = 0.5;
}
