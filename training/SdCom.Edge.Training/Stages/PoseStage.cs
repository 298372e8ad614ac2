using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;

namespace SdCom.Edge.Training.Stages;

/// <summary>Before any class is learned, each trunk learns from rendered people where their joints are, the dynamic net at all its widths; see <see cref="PoseRecipe"/>.</summary>
public sealed class PoseStage(Recipe recipe, PoseRecipe settings, SdComNetwork network, RunFolder run, DecodeOptions options, Reporter reporter, TimeProvider time)
{
    internal const string Name = "pose";

    /// <summary>Trains from the start or from the newest checkpoint, and writes the weights.</summary>
    /// <param name="cancellation">Stops after the running step, with a checkpoint.</param>
    /// <exception cref="TrainingException">The loss stopped being a number.</exception>
    public void Run(CancellationToken cancellation)
    {
        using PoseReadOuts read = new(network);
        int frames = PoseLessons.FramesOf(network, recipe);
        using PosedPictures pictures = new(
            recipe.Data, settings, recipe.Network.InputSize, frames, Seeds.Mix(recipe.Seed, 31), options, network.Workers.Part);
        TrunkStart.Pretrain(recipe, network, () => pictures.Get(0).Pictures(network.Device), pictures.Get(0).Count / frames);
        PoseLessons lessons = new(Name, recipe, settings, network, read, run, reporter, time);
        lessons.Run(pictures, cancellation);
        if (network.Workers.IsFirst)
            network.Save(run.PoseWeights);
        lessons.Clear();
    }
}
