using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Recipes;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Published;

/// <summary>Loaded clips as the published stages take them: videos of frames in the published order, and noise that depends on seed and place alone.</summary>
internal sealed class PublishedBatches(Recipe recipe, PublishedNetwork network)
{
    private readonly long[] order = recipe.Published.CoarseToFine
        ? [.. FrameOrder.CoarseToFine(recipe.Network.Segments).Select(i => (long)i)]
        : [.. Enumerable.Range(0, recipe.Network.Segments).Select(i => (long)i)];

    /// <summary>Pictures [V, T, 3, S, S].</summary>
    public Tensor Pictures(PictureBatch batch)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor frames = batch.Pictures(network.Device);
        Tensor videos = frames.view(batch.Labels.Count, order.Length, frames.shape[1], frames.shape[2], frames.shape[3]);
        return videos.index_select(1, torch.tensor(order, device: network.Device)).MoveToOuterDisposeScope();
    }

    /// <summary>The policy stage's batch; its noise is drawn from the recipe's seed and the given place.</summary>
    public PolicyBatch Policy(PictureBatch batch, params ReadOnlySpan<long> place)
    {
        torch.random.manual_seed(Seeds.Mix(recipe.Seed, place));
        Tensor noise = StraightThrough.Noise([batch.Count, network.Spec.Widths.Count], network.Device);
        return new PolicyBatch(Pictures(batch), batch.LabelTensor(network.Device), noise);
    }
}
