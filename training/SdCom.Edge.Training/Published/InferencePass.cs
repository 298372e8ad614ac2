using SdCom.Edge.Core;
using SdCom.Edge.Training.Layers;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace SdCom.Edge.Training.Published;

/// <summary>What inference leaves; rows are frames, row = video x T + position.</summary>
/// <param name="Prefix">Logits after each prefix of a video [N, classes].</param>
/// <param name="Widths">Index of each frame's width.</param>
/// <param name="Primary">Static features [N, P].</param>
/// <param name="Supplementary">Slim features, zero-padded [N, D].</param>
public sealed record InferenceAnswer(Tensor Prefix, int[] Widths, Tensor Primary, Tensor Supplementary);

/// <summary>
/// The published inference: each frame's width is drawn with noise, so result and cost differ from run to run (behaviour 15), the trunk runs sliced,
/// and the features are not multiplied by soft scores as in training (behaviour 14). Zero noise makes it repeatable.
/// </summary>
public static class InferencePass
{
    /// <summary>Runs pictures [V, T, 3, S, S] with Gumbel noise [V x T, W].</summary>
    public static InferenceAnswer Run(PublishedNetwork network, Tensor pictures, Tensor noise)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        PublishedSpec spec = network.Spec;
        Weights weights = new(network.All());
        int videos = (int)pictures.shape[0];
        Tensor frames = pictures.flatten(0, 1);
        Tensor map = StaticTrunk.Map(spec.Static, weights.Under("policy_net.feat_net"), frames, training: false);
        Tensor primary = map.mean([2, 3]);
        Tensor scores = PublishedGate.Forward(weights.Under("policy_net.gate"), map, videos, training: false);
        Tensor chosen = (scores + noise).argmax(1); // tau does not change which is largest
        int[] widths = [.. chosen.cpu().data<long>().ToArray().Select(w => (int)w)];
        Tensor supplementary = Sliced(network.Look.Trunk, frames, widths, spec.Widths);
        Tensor fused = torch.cat([primary, supplementary], 1).view(videos, pictures.shape[1], -1);
        Tensor prefix = PoolingClassifier.Forward(weights.Under("final_classifier"), fused, training: false);
        return new InferenceAnswer(prefix.MoveToOuterDisposeScope(), widths, primary.MoveToOuterDisposeScope(), supplementary.MoveToOuterDisposeScope());
    }

    // Frames of one width run together.
    private static Tensor Sliced(Backbone trunk, Tensor frames, int[] chosen, WidthSet widths)
    {
        Tensor[] features = new Tensor[chosen.Length];
        foreach (IGrouping<int, int> group in Enumerable.Range(0, chosen.Length).GroupBy(frame => chosen[frame]))
        {
            long[] members = [.. group.Select(frame => (long)frame)];
            Tensor feature = trunk.Forward(frames.index_select(0, torch.tensor(members, device: frames.device)), widths[group.Key], NormPass.Evaluate);
            Tensor padded = F.pad(feature, [0, trunk.Spec.FeatureChannels - feature.shape[1]]);
            foreach ((int i, long frame) in members.Index())
                features[frame] = padded.select(0, i);
        }

        return torch.stack(features);
    }
}
