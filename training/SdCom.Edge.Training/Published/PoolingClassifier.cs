using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace SdCom.Edge.Training.Published;

/// <summary>
/// The published fusion: linear, norm and ReLU on each frame's fused feature, a running element-wise maximum over the frames, and a linear
/// classifier of its own at each position, dropout before it (behaviour 16). Position t answers with what the first t + 1 frames showed.
/// </summary>
public static class PoolingClassifier
{
    /// <summary>Fused features [V, T, F] to prefix logits [V x T, classes]; row = video x T + position.</summary>
    public static Tensor Forward(Weights head, Tensor fused, bool training, double dropout = 0)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        long videos = fused.shape[0];
        long frames = fused.shape[1];
        Tensor mixed = Mix(head, fused.flatten(0, 1), training).view(videos, frames, -1);
        Tensor pooled = mixed.select(1, 0);
        List<Tensor> answers = [];
        for (int t = 0; t < frames; t++)
        {
            if (t > 0)
                pooled = pooled.maximum(mixed.select(1, t));
            answers.Add(head.Linear($"classifiers.{t}.1", F.dropout(pooled, dropout, training)));
        }

        return torch.stack(answers, 1).flatten(0, 1).MoveToOuterDisposeScope();
    }

    /// <summary>Fused features [N, F] to mixed ones [N, H].</summary>
    public static Tensor Mix(Weights head, Tensor fused, bool training)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return head.Norm("mlp.layers.1", head.Linear("mlp.layers.0", fused), training).relu().MoveToOuterDisposeScope();
    }

    /// <summary>The last position's logits, the answer for the whole video: [V x T, classes] to [V, classes].</summary>
    public static Tensor Last(Tensor prefixLogits, int videos) => prefixLogits.view(videos, prefixLogits.shape[0] / videos, -1).select(1, -1);
}
