using SdCom.Edge.Bindings;

namespace SdCom.Edge.Training.Layers;

/// <summary>What the batch-norms do with the batch that passes; handed over with the batch, so nothing has to be switched before or back after.</summary>
/// <param name="FromBatch">Normalise with the batch's own statistics and move the running ones towards them.</param>
/// <param name="Momentum">How far the running statistics move, 0 to 1.</param>
/// <param name="Unfolds">Take the batch's statistics as the running ones and change scale and shift so that the function stays as it was.</param>
/// <param name="Group">The processes whose parts make up the batch; null is this one alone.</param>
public readonly record struct NormPass(bool FromBatch, double Momentum, bool Unfolds = false, ProcessGroup? Group = null)
{
    /// <summary>Running statistics, nothing changes.</summary>
    public static NormPass Evaluate => default;

    /// <summary>Batch statistics; the running ones follow with momentum 0.1.</summary>
    public static NormPass Train => new(true, 0.1);

    /// <summary>Folded, pretrained layers get true statistics from one batch at full width.</summary>
    public static NormPass Unfold => new(true, 1, Unfolds: true);

    /// <summary>Running statistics become the plain mean over batches: the n-th batch moves them by 1/n.</summary>
    public static NormPass Recalibrate(int batchesBefore) => new(true, 1.0 / (batchesBefore + 1));
}
