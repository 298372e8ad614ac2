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
    /// <summary>Loads what the last of the recipe's stages before <paramref name="stage"/> left in the run folder; where the recipe has none, the pretrained trunks.</summary>
    public static void Load(Recipe recipe, SdComNetwork network, RunFolder run, string stage, Func<Tensor> pictures, int clips)
    {
        if (Left(recipe, run, stage) is not { } file)
            Pretrain(recipe, network, pictures, clips);
        else if (network.Workers.IsFirst)
            network.Load(file);
    }

    // The stages in their order; each begins with the weights of the one before that the recipe has.
    private static string? Left(Recipe recipe, RunFolder run, string stage)
    {
        (string Name, bool IsThere, string File)[] order =
        [
            (PoseStage.Name, recipe.Pose is not null, run.PoseWeights),
            (PoseTransferStage.Name, recipe.PoseTransfer is not null, run.PoseTransferWeights),
            (GlanceStage.Name, recipe.Glance is not null, run.GlanceWeights),
        ];
        return order.TakeWhile(before => before.Name != stage).LastOrDefault(before => before.IsThere).File;
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
