using System.Diagnostics.CodeAnalysis;

namespace SdCom.Edge.Training.Export;

/// <summary>
/// What a run measured of its weights: the file <c>evaluation.json</c> of the run folder. Training writes it, export reads it. Temperature, threshold and
/// default price were chosen on the validation clips; the test clips chose nothing.
/// </summary>
public sealed record RunEvaluation
{
    /// <summary>Class names in the order of the logits.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Logits are divided by it before the softmax.</summary>
    public required double Temperature { get; init; }

    /// <summary>The class that means "no action"; null when the data has none.</summary>
    public string? NoActionClass { get; init; }

    /// <summary>Answers with a lower probability count as "no action".</summary>
    public required double NoActionThreshold { get; init; }

    /// <summary>The price that a device uses when it has no budget.</summary>
    public required double DefaultPrice { get; init; }

    /// <summary>The clips that choices were made on.</summary>
    public required SetEvaluation Validation { get; init; }

    /// <summary>The clips that were kept for the end; null when the data has none.</summary>
    public SetEvaluation? Test { get; init; }
}

/// <summary>Policies on one set of clips, each clip streamed whole from a fresh state; the answer is the decision after its last processed frame.</summary>
public sealed record SetEvaluation
{
    /// <summary>Which clips, in words, such as <c>subject S12 of train</c>.</summary>
    public required string Name { get; init; }

    public required int Clips { get; init; }

    /// <summary>One width on every frame, in the order of the widths.</summary>
    public required IReadOnlyList<PolicyResult> Fixed { get; init; }

    /// <summary>The gate at ascending prices, the default price among them.</summary>
    public required IReadOnlyList<PricedResult> Priced { get; init; }

    /// <summary>Widths drawn blindly with the shares of the gate at the default price: what the gate must beat at the same MACs.</summary>
    public PolicyResult? Random { get; init; }

    /// <summary>A baseline without gate: frames are skipped while the running answer is sure enough, else run at full width; ascending thresholds.</summary>
    public IReadOnlyList<ThresholdResult>? Confident { get; init; }

    /// <summary>A baseline in the manner of AR-Net: a gate that sees one frame and remembers nothing, at the same prices; null when it was not trained.</summary>
    public IReadOnlyList<PricedResult>? Memoryless { get; init; }

    /// <summary>The published inference, Gumbel noise on the scores, mean over draws; only where the recipe asks for it.</summary>
    public PolicyResult? Noisy { get; init; }

    /// <summary>What the no-action threshold does to the answers at the default price; null without clips of the no-action class.</summary>
    public AbstainResult? Abstain { get; init; }

    /// <summary>Clips by true class (row) and answered class (column) at the default price.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Confusion { get; init; }
}

/// <summary>What one policy reached.</summary>
public record PolicyResult
{
    /// <summary>Share of the clips that were answered rightly.</summary>
    public required double Top1 { get; init; }

    /// <summary>Mean over the classes of that share.</summary>
    public required double MacroTop1 { get; init; }

    /// <summary>Mean MACs of a processed frame, everything included.</summary>
    public required double MacsPerFrame { get; init; }

    /// <summary>Share of the frames at each width, in the order of the widths.</summary>
    public required IReadOnlyList<double> WidthShare { get; init; }
}

/// <summary>What a policy reached that asks whether the running answer's probability is over a threshold.</summary>
public sealed record ThresholdResult : PolicyResult
{
    public ThresholdResult()
    {
    }

    /// <summary>A result at a threshold.</summary>
    [SetsRequiredMembers]
    public ThresholdResult(double threshold, PolicyResult result)
        : base(result) => Threshold = threshold;

    public required double Threshold { get; init; }
}

/// <summary>What the gate reached at a price.</summary>
public sealed record PricedResult : PolicyResult
{
    public PricedResult()
    {
    }

    /// <summary>A result at a price.</summary>
    [SetsRequiredMembers]
    public PricedResult(double price, PolicyResult result)
        : base(result) => Price = price;

    public required double Price { get; init; }
}

/// <summary>Answers with and without the threshold under which an answer counts as "no action". Shares of the clips that show an action, and of those that show none.</summary>
public sealed record AbstainResult
{
    /// <summary>Clips that show an action.</summary>
    public required int Actions { get; init; }

    /// <summary>Named rightly.</summary>
    public required double ActionsRight { get; init; }

    /// <summary>Named rightly, over the threshold.</summary>
    public required double ActionsRightAndSure { get; init; }

    /// <summary>Taken for another action.</summary>
    public required double ActionsWrong { get; init; }

    /// <summary>Taken for another action, over the threshold.</summary>
    public required double ActionsWrongAndSure { get; init; }

    /// <summary>Clips that show none.</summary>
    public required int Still { get; init; }

    /// <summary>Taken for an action.</summary>
    public required double FalseAlarms { get; init; }

    /// <summary>Taken for an action, over the threshold.</summary>
    public required double FalseAlarmsAndSure { get; init; }
}
