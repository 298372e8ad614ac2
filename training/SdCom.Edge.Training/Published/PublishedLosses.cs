using SdCom.Edge.Core;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace SdCom.Edge.Training.Published;

/// <summary>The losses of both stages (behaviours 9, 17 and 18).</summary>
public static class PublishedLosses
{
    /// <summary>Label smoothing of all experiments.</summary>
    public const double Smoothing = 0.1;

    /// <summary>Per sample (1 - s) nll + s x mean over classes of -log p: logits [N, C] and class numbers [N] to [N].</summary>
    public static Tensor LabelSmoothing(Tensor logits, Tensor labels, double smoothing = Smoothing) =>
        F.cross_entropy(logits, labels, reduction: nn.Reduction.None, label_smoothing: smoothing);

    /// <summary>Mean over samples of -sum target log p; the target rows are probabilities.</summary>
    public static Tensor SoftTarget(Tensor logits, Tensor target)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return (-(target * logits.log_softmax(1)).sum(1)).mean().MoveToOuterDisposeScope();
    }

    /// <summary>
    /// 1 + mean over rows of cos(a, b), minimised: slim and static logits are pushed apart (behaviour 17). An all-zero row counts as cos = 0; the
    /// original divides by its length, 0, and goes on with NaN (defect 7).
    /// </summary>
    public static Tensor Similarity(Tensor a, Tensor b)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return (F.cosine_similarity(a, b) + 1).mean().MoveToOuterDisposeScope();
    }

    /// <summary>Per row sum_k score_k width_k^2: [N, W] to [N]. Width 0 is free, as published (defect 17); ours asks the MAC table.</summary>
    public static Tensor Cost(Tensor scores, WidthSet widths)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor squares = torch.tensor(widths.Select(w => (float)(w.Fraction * w.Fraction)).ToArray(), device: scores.device);
        return (scores * squares).sum(1).MoveToOuterDisposeScope();
    }
}
