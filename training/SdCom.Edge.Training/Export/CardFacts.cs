using SdCom.Edge.Core.Networks;

namespace SdCom.Edge.Training.Export;

/// <summary>One run as the card shows it: its network and what was measured.</summary>
public sealed record CardRun(NetworkSpec Network, RunEvaluation Evaluation)
{
    /// <summary>MACs and parameters of the network's parts.</summary>
    public CostTable Costs { get; } = MacCounter.Count(Network);
}

/// <summary>Everything that a model card is made of.</summary>
public sealed record CardFacts
{
    public required string Name { get; init; }

    public required CardRun Run { get; init; }

    /// <summary>The published method on the same data, for comparison; null when it was not run.</summary>
    public CardRun? Faithful { get; init; }

    /// <summary>The list of clips, without the machine's own folders.</summary>
    public required string Data { get; init; }

    /// <summary>Which clips trained, chose and tested, in words.</summary>
    public required string Split { get; init; }

    public required long Seed { get; init; }

    public required int SegmentIntervalMs { get; init; }

    /// <summary>The whole recipe as JSON, without the machine's own folders.</summary>
    public required string Recipe { get; init; }

    /// <summary>Markdown by a person: where the data comes from, licences, limits; null when none was given.</summary>
    public string? Notes { get; init; }
}
