using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Recipes;
using SdCom.Edge.Training.Stages;

namespace SdCom.Edge.Training.Tests.Stages;

public sealed class TrainingDataTests
{
    [Fact]
    public void A_validation_subset_of_the_list_is_held_out_and_not_trained_on()
    {
        using TinyRun tiny = new();
        Recipe recipe = tiny.Recipe with { Data = tiny.Recipe.Data with { ValidationSubjects = [], ValidationSubset = "test" } };
        using TrainingData data = TrainingData.Open(recipe, Path.Combine(tiny.Folder, "cache"), Reporter.Silent);
        Assert.True(data.HasValidation);
        Assert.Equal("subset test, held out", data.ValidationName);
        Assert.Equal(9, data.Train.Count); // three of the four clips of each class
        using var held = data.OpenValidation();
        Assert.Equal(3, held.Clips.Count);
    }
}
