using SdCom.Edge.Core.Preprocessing;
using SdCom.Edge.Training.Data;
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

    [Fact]
    public void The_networks_fit_decides_what_training_and_testing_see_of_a_frame()
    {
        using TinyRun tiny = new(grain: true); // 48 x 40 pixels
        byte[] cut = new byte[40 * 40 * 3], stretched = new byte[40 * 40 * 3], again = new byte[40 * 40 * 3];
        Read(null, cut);
        Read("stretch", stretched);
        Read("crop", again);
        Assert.NotEqual(cut, stretched);
        Assert.Equal(cut, again);

        void Read(string? fit, byte[] rgb)
        {
            Recipe recipe = tiny.Recipe with { Network = tiny.Recipe.Network with { Fit = fit } };
            using TrainingData data = TrainingData.Open(recipe, tiny.Cache, Reporter.Silent);
            data.Cache.Read(data.Train[0], 0, rgb);
            byte[] tested = new byte[32 * 32 * 3], expected = new byte[32 * 32 * 3];
            using FrameCache test = data.OpenTest();
            test.Read(test.Clips[0], 0, tested);
            ClipReader.Read(new TrainingClip("", Path.Combine(tiny.Folder, test.Clips[0].Name), 0, ""), "", (bgr, width, height, stride, time, _) =>
            {
                if (time == TimeSpan.Zero)
                    new PicturePreprocessor(32, fit == "stretch" ? PictureFit.Stretch : PictureFit.Crop).Fill(bgr, width, height, stride, expected);
            });
            Assert.Equal(expected, tested);
        }
    }
}
