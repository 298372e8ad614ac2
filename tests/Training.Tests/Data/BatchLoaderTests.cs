using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Stages;
using TorchSharp;

namespace SdCom.Edge.Training.Tests.Data;

public sealed class BatchLoaderTests
{
    [Fact]
    public void Pictures_are_small_in_the_first_epochs_only_and_show_the_same_cuts()
    {
        using TinyRun tiny = new();
        using TrainingData data = TrainingData.Open(tiny.Recipe, tiny.Cache, Reporter.Silent);
        using BatchLoader growing = new(data.Cache, data.Train, tiny.Recipe.Data, 32, 2, 3, seed: 4, smallEpochs: 1, smallSize: 16);
        using BatchLoader plain = new(data.Cache, data.Train, tiny.Recipe.Data, 32, 2, 3, seed: 4);
        for (int step = 0; step < 2 * plain.StepsPerEpoch; step++)
        {
            PictureBatch grown = growing.Get(step), whole = plain.Get(step);
            using torch.Tensor mine = grown.Pictures(torch.CPU), theirs = whole.Pictures(torch.CPU);
            Assert.Equal(step < plain.StepsPerEpoch ? [6, 3, 16, 16] : theirs.shape, mine.shape);
            Assert.Equal(whole.Labels, grown.Labels);
            using torch.Tensor difference = mine.mean() - theirs.mean();
            Assert.Equal(0, difference.item<float>(), 0.01);
        }
    }
}
