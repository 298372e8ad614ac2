using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace SdCom.Edge.Training.Stages;

/// <summary>Widths that the gate drew for clips [N, L, W]: one-hot rows through which gradients pass, and the soft ones behind them.</summary>
public sealed record DrawnWidths(Tensor Hard, Tensor Soft);

/// <summary>Loss of the policy stage on features; the same fusion as at inference, or the published form.</summary>
public sealed class PolicyLoss
{
    // The published weight of the cost, without the meta-net, and its one temperature.
    private const double PublishedCostWeight = 0.7;
    private const double PublishedTemperature = 5;

    private readonly SdComNetwork network;
    private readonly PolicyRecipe recipe;
    private readonly FusionDropout dropout;
    private readonly Func<Tensor, Tensor> judge; // [N, L, P] to scores [N, L, W]
    private readonly float[] macs; // of each width, 0 to 1: what decides
    private readonly float[] costs; // of each width, 0 to 1: what the loss charges

    /// <summary>Judges with the network's gate, or with another one.</summary>
    public PolicyLoss(SdComNetwork network, PolicyRecipe recipe, FusionDropout dropout, Func<Tensor, Tensor>? gate = null)
    {
        judge = gate ?? network.Gate.Forward;
        this.network = network;
        this.recipe = recipe;
        this.dropout = dropout;
        CostTable table = MacCounter.Count(network.Spec);
        macs = [.. network.Spec.Widths.Select((_, i) => (float)table.RelativeCost(i))];
        bool squared = recipe.Cost is { } cost ? cost == "widthSquared" : recipe.Faithful;
        costs = squared ? [.. network.Spec.Widths.Select(w => (float)(w.Fraction * w.Fraction))] : macs;
    }

    /// <summary>
    /// The widths that the gate asks for, with Gumbel noise. Every clip meets a price of its own: scores minus price times cost decide, so that
    /// one gate learns the order of widths for every budget.
    /// </summary>
    /// <param name="primary">[N, L, P]</param>
    /// <param name="prices">[N]</param>
    /// <param name="temperature">Of the Gumbel softmax.</param>
    public DrawnWidths Draw(Tensor primary, Tensor prices, double temperature)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor scores = judge(primary); // [N, L, W]
        if (!recipe.Faithful)
            scores -= prices.view(-1, 1, 1) * torch.tensor(macs, device: network.Device);
        Tensor soft = StraightThrough.Soft(scores, StraightThrough.Noise(scores.shape, network.Device, dropout.Part), recipe.Faithful ? PublishedTemperature : temperature);
        return new DrawnWidths(StraightThrough.Harden(soft).MoveToOuterDisposeScope(), soft.MoveToOuterDisposeScope());
    }

    /// <summary>Loss of N clips, and how they fared; the price that chose also stands before the cost.</summary>
    /// <param name="primary">[N, L, P]</param>
    /// <param name="supplementary">For each width [N, L, D at width], null for skip.</param>
    /// <param name="drawn">[N, L, W]</param>
    /// <param name="labels">[N]</param>
    /// <param name="prices">[N]</param>
    public (Tensor Loss, int Correct, double Cost) Of(Tensor primary, IReadOnlyList<Tensor?> supplementary, DrawnWidths drawn, Tensor labels, Tensor prices)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor chosen = Choose(supplementary, drawn.Hard, drawn.Soft); // [N, L, D]
        Tensor logits = network.Fusion.Lessons(primary, chosen, dropout);
        Tensor spent = (drawn.Hard * torch.tensor(costs, device: network.Device)).sum(2).mean([1]); // [N], 0 to 1
        Tensor charge = recipe.Faithful ? spent.mean() * PublishedCostWeight : (spent * prices).mean() * recipe.CostWeight;
        Tensor loss = F.cross_entropy(logits, network.Fusion.LessonLabels(labels), label_smoothing: recipe.LabelSmoothing) + charge;
        if (recipe.Similarity > 0)
            loss += Similarity(primary, chosen, drawn.Hard) * recipe.Similarity;
        int correct = network.Fusion.Right(logits, labels);
        return (loss.MoveToOuterDisposeScope(), correct, spent.detach().mean().item<float>());
    }

    // 1 + cosine, mean over all frames; a skipped frame has nothing to compare and counts as cosine 0.
    private Tensor Similarity(Tensor primary, Tensor chosen, Tensor hard)
    {
        long frames = primary.shape[0] * primary.shape[1];
        Tensor rows = network.Spec.Widths[0].IsSkip
            ? hard.detach().argmax(2).view(-1).nonzero().view(-1)
            : torch.arange(frames, device: network.Device);
        if (rows.shape[0] == 0)
            return torch.tensor(1f, device: network.Device);
        Tensor both = network.Fusion.Similarity(primary.reshape(frames, -1).index_select(0, rows), chosen.reshape(frames, -1).index_select(0, rows));
        return 1 + (both.sum() / (double)frames);
    }

    // Ours: the feature of the width that was drawn, as at inference; gradient reaches the scores through the one-hot row.
    // Published: that feature without gradient, times, for each channel, the sum of the soft scores of all widths that hold the channel.
    private Tensor Choose(IReadOnlyList<Tensor?> supplementary, Tensor hard, Tensor soft)
    {
        long full = network.Spec.Fusion.Supplementary;
        if (!recipe.Faithful)
            return FeatureBatch.Choose(supplementary, hard, full);
        Tensor reach = torch.zeros([hard.shape[0], hard.shape[1], full], device: network.Device);
        for (int w = 0; w < supplementary.Count; w++)
        {
            if (supplementary[w] is { } feature)
                reach += F.pad(soft.narrow(2, w, 1).expand(feature.shape[0], feature.shape[1], feature.shape[2]), [0, full - feature.shape[2]]);
        }

        return FeatureBatch.Choose(supplementary, hard.detach(), full) * reach;
    }
}
