using SdCom.Edge.Core;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Stages;

/// <summary>What the trunks begin with.</summary>
internal static class TrunkStart
{
    /// <summary>Loads what the stages before left in the run folder; where the recipe has none, the pretrained trunks.</summary>
    public static void Load(Recipe recipe, SdComNetwork network, RunFolder run, Func<Tensor> pictures, int clips, bool glanced = false)
    {
        if (!glanced && recipe.Pose is null)
            Pretrain(recipe, network, pictures, clips);
        else if (network.Workers.IsFirst)
            network.Load(glanced ? run.GlanceWeights : run.PoseWeights);
    }

    /// <summary>Loads the recipe's pretrained trunks, puts the dynamic net's channels in order of importance, and takes the norms' true statistics from one batch.</summary>
    /// <param name="recipe">Names the files.</param>
    /// <param name="network">What begins.</param>
    /// <param name="pictures">[N x T, 3, S, S] of <paramref name="clips"/> clips; asked only when the files' norms are folded away.</param>
    /// <param name="clips">N.</param>
    public static void Pretrain(Recipe recipe, SdComNetwork network, Func<Tensor> pictures, int clips)
    {
        bool unfoldsStatic = recipe.Pretrained.Static is { } glance && Pretrained.Load(network.Static, recipe.Resolve(glance), "static");
        bool unfoldsDynamic = recipe.Pretrained.Dynamic is { } look && Pretrained.Load(network.Dynamic, recipe.Resolve(look), "dynamic");
        if (unfoldsDynamic && recipe.Pretrained.SortChannels)
            ChannelSort.Apply(network.Dynamic);

        using IDisposable off = torch.no_grad();
        using DisposeScope scope = torch.NewDisposeScope();
        if (unfoldsStatic)
            network.Primary(pictures(), NormPass.Unfold, clips);
        if (unfoldsDynamic)
            network.Supplementary(pictures(), Width.Full, NormPass.Unfold, clips);
    }
}
