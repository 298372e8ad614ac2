using SdCom.Edge.Training.Recipes;
using SdCom.Edge.Training.Stages;

namespace SdCom.Edge.Training.Published;

/// <summary>How fast the published stages learn: a tenth after 40 % and again after 80 % of the epochs, which are 20 and 40 of 50 (behaviour 11).</summary>
internal static class PublishedLoop
{
    /// <summary>Decay of everything, norms and biases too.</summary>
    public const double WeightDecay = 1e-4;

    /// <summary>The loop of a stage.</summary>
    public static LoopSettings Settings(PublishedRecipe recipe, int epochs, int batches, double checkpointSeconds) => new()
    {
        Epochs = epochs,
        Batches = batches,
        LearningRate = recipe.LearningRate,
        Schedule = new ScheduleRecipe { Kind = "multistep", Milestones = [Math.Max(1, 2 * epochs / 5), Math.Max(1, 4 * epochs / 5)], Factor = 0.1 },
        WarmupSteps = 0,
        ClipNorm = 0,
        CheckpointSeconds = checkpointSeconds,
        Remedy = "Lower published.learningRate",
    };

    /// <summary>The rate of a step, from 0.</summary>
    public static double Rate(LoopSettings loop, int step) =>
        loop.LearningRate * Schedule.Factor(loop.Schedule, step, loop.Steps, loop.StepsPerEpoch, loop.WarmupSteps, drops: 0);
}
