using System.Collections.ObjectModel;

namespace SdCom.Edge.Training.Recipes;

/// <summary>The joint stage: trunks, gate and fusion learn together at a low rate, on pictures, with the widths that the gate chooses.</summary>
public sealed record JointRecipe
{
    public required int Epochs { get; init; }

    /// <summary>Clips a batch.</summary>
    public required int Batch { get; init; }

    public required double LearningRate { get; init; }

    /// <summary>Frames of a clip that the gate sees, at least the network's segments; left out, the segments.</summary>
    public int? Frames { get; init; }

    /// <summary>Multiples of the rate by the beginning of tensor names, as in the supernet stage.</summary>
    public IReadOnlyDictionary<string, double> Rates { get; init; } = ReadOnlyDictionary<string, double>.Empty;

    /// <summary>Beginnings of the names of tensors that do not learn.</summary>
    public IReadOnlyList<string> Freeze { get; init; } = [];

    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Batches whose mean gradient makes one step.</summary>
    public int GradientAccumulation { get; init; } = 1;

    /// <summary>Steps over which the rate grows from 0; then it follows the schedule.</summary>
    public int WarmupSteps { get; init; } = 20;

    public ScheduleRecipe Schedule { get; init; } = new();

    /// <summary>Longest gradient; 0 leaves it alone.</summary>
    public double ClipNorm { get; init; } = 5;
}
