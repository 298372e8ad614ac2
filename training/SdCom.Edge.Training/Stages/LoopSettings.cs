using System.Text.Json.Nodes;
using SdCom.Edge.Training.Recipes;

namespace SdCom.Edge.Training.Stages;

/// <summary>How long a stage trains, and how fast it learns.</summary>
public sealed record LoopSettings
{
    public required int Epochs { get; init; }

    /// <summary>Batches of one epoch.</summary>
    public required int Batches { get; init; }

    /// <summary>Batches whose mean gradient makes one step.</summary>
    public int Accumulation { get; init; } = 1;

    public required double LearningRate { get; init; }

    public required ScheduleRecipe Schedule { get; init; }

    /// <summary>Steps over which the rate grows from 0.</summary>
    public required int WarmupSteps { get; init; }

    /// <summary>Longest gradient; 0 leaves it alone.</summary>
    public required double ClipNorm { get; init; }

    public required double CheckpointSeconds { get; init; }

    /// <summary>What helps when the loss is no number any more, in the recipe's keys.</summary>
    public required string Remedy { get; init; }

    /// <summary>Steps of one epoch: what is left over of its batches begins the next epoch's first step.</summary>
    public int StepsPerEpoch => Math.Max(1, Batches / Accumulation);

    public int Steps => Epochs * StepsPerEpoch;
}

/// <summary>What a stage does in the loop that all stages share.</summary>
public sealed record LoopWork
{
    /// <summary>Adds the gradients of the batch of this number.</summary>
    public required Func<int, StepResult> Backward { get; init; }

    /// <summary>The clips of the batch of this number; asked only when something went wrong with it.</summary>
    public required Func<int, IEnumerable<string>> Clips { get; init; }

    /// <summary>After the step of this number.</summary>
    public Action<int>? Stepped { get; init; }

    /// <summary>What else is worth a line in the metrics after this epoch, from 1.</summary>
    public Func<int, IEnumerable<(string Key, JsonNode? Value)>>? Measure { get; init; }
}
