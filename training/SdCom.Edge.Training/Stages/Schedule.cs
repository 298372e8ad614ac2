using SdCom.Edge.Training.Recipes;

namespace SdCom.Edge.Training.Stages;

/// <summary>Learning rates.</summary>
public static class Schedule
{
    /// <summary>The share of the learning rate at a step, 0 to 1.</summary>
    /// <param name="recipe">Which schedule.</param>
    /// <param name="step">The step, from 0.</param>
    /// <param name="steps">Steps in all.</param>
    /// <param name="perEpoch">Steps of one epoch.</param>
    /// <param name="warmup">Steps of the linear warm-up; the first one already moves.</param>
    /// <param name="drops">How often the loss stalled, for <c>plateau</c>.</param>
    public static double Factor(ScheduleRecipe recipe, int step, int steps, int perEpoch, int warmup, int drops) => recipe.Kind switch
    {
        "multistep" => Warm(step, warmup) * Math.Pow(recipe.Factor, recipe.Milestones.Count(epoch => step >= epoch * perEpoch)),
        "plateau" => Warm(step, warmup) * Math.Pow(recipe.Factor, drops),
        _ => WarmCosine(step, steps, warmup),
    };

    /// <summary>Grows in a line over the warm-up, and falls along a half cosine over all steps (Loshchilov and Hutter 2017, equation 5, one period): a factor, 0 to 1.</summary>
    public static double WarmCosine(int step, int steps, int warmup) => Warm(step, warmup) * 0.5 * (1 + Math.Cos(Math.PI * step / steps));

    private static double Warm(int step, int warmup) => warmup == 0 ? 1 : Math.Min(1, (step + 1.0) / warmup);
}
