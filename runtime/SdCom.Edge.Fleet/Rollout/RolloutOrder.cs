namespace SdCom.Edge.Fleet.Rollout;

/// <summary>A model is to run on a share of the nodes. The newest order about a model counts; its package is in a stream of its own.</summary>
public sealed record RolloutOrder
{
    /// <summary>The format that this program reads and writes.</summary>
    public const int CurrentFormat = 1;

    public required int FormatVersion { get; init; }

    /// <summary>The model's name, for people.</summary>
    public required string Model { get; init; }

    /// <summary>SHA-256 of its manifest, see <see cref="Jobs.ModelHash"/>.</summary>
    public required string ModelHash { get; init; }

    /// <summary>The share of the nodes that take it, see <see cref="CanaryTicket"/>: 1 for all, 0 when it is withdrawn and every node goes back to what it had before.</summary>
    public required double Share { get; init; }
}
