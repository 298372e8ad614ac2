using SdCom.Edge.Training.Recipes;
using SdCom.Edge.Training.Stages;

namespace SdCom.Edge.Training.Tests.Stages;

public sealed class ScheduleTests
{
    [Fact]
    public void Multistep_drops_at_its_epochs_and_warms_up_from_the_first_step()
    {
        ScheduleRecipe recipe = new() { Kind = "multistep", Milestones = [2, 4], Factor = 0.1 };
        Assert.Equal([0.5, 1, 1, 1, 0.1, 0.1, 0.1, 0.1, 0.01, 0.01], Enumerable.Range(0, 10).Select(step => Math.Round(Schedule.Factor(recipe, step, 10, 2, warmup: 2, drops: 0), 9)));
    }

    [Fact]
    public void Cosine_is_the_default()
    {
        Assert.Equal(Schedule.WarmCosine(30, 100, 5), Schedule.Factor(new ScheduleRecipe(), 30, 100, 10, 5, drops: 3));
    }

    [Fact]
    public void A_plateau_drops_the_rate_after_its_patience_and_waits_anew()
    {
        Position position = new() { Stage = "s", RecipeDigest = "", Step = 0 };
        List<int> drops = [];
        foreach (double loss in new[] { 3, 2, 2.1, 2, 2.5, 2.2, 1, 1.1 })
        {
            position = position.After(new StepResult(loss, 1, 2)).NextEpoch(patience: 2);
            drops.Add(position.Drops);
        }

        // 2 is the best; 2.1 and 2 are no better: drop. 2.5 and 2.2: drop. 1 is better.
        Assert.Equal([0, 0, 0, 1, 1, 2, 2, 2], drops);
        Assert.Equal(0.25, Schedule.Factor(new ScheduleRecipe { Kind = "plateau", Factor = 0.5 }, 50, 100, 10, warmup: 0, position.Drops));
    }
}
