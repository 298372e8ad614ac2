using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Published;

/// <summary>
/// The policy stage's loss (behaviours 17 and 18). Per frame: cross entropy of the prefix's and of the static net's logits, and the cost of the
/// chosen width; over all frames: the similarity of slim and static logits. The slim logits have no cross entropy of their own.
/// </summary>
public static class PolicyStep
{
    /// <summary>The cost's factor while no meta-net weighs it.</summary>
    public const double CostFactor = 0.7;

    /// <summary>[N, 2] of (cross entropies, width squared) per frame; labels [V] hold for all frames of a video.</summary>
    public static Tensor PerFrame(PublishedSpec spec, PolicyAnswer answer, Tensor labels)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor each = labels.repeat_interleave(spec.Frames);
        Tensor classification = PublishedLosses.LabelSmoothing(answer.Prefix, each) + PublishedLosses.LabelSmoothing(answer.Static, each);
        return torch.stack([classification, PublishedLosses.Cost(answer.Choice.Hard, spec.Widths)], 1).MoveToOuterDisposeScope();
    }

    /// <summary>Means over frames of each column times its weights, plus the similarity; weights [N, 2], or [2] for all frames.</summary>
    public static Tensor Weighted(PolicyAnswer answer, Tensor perFrame, Tensor weights)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return ((perFrame * weights).mean([0]).sum() + PublishedLosses.Similarity(answer.Slim, answer.Static)).MoveToOuterDisposeScope();
    }

    /// <summary>The loss of a step without the meta-net: weights 1 and 0.7.</summary>
    public static Tensor Loss(PublishedSpec spec, PolicyAnswer answer, Tensor labels)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor weights = torch.tensor(new[] { 1f, (float)CostFactor }, device: labels.device);
        return Weighted(answer, PerFrame(spec, answer, labels), weights).MoveToOuterDisposeScope();
    }
}
