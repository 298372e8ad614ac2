namespace SdCom.Edge.Runtime.Inference;

/// <summary>Whether the dynamic net's widths keep weights of their own.</summary>
public enum WeightSharing
{
    /// <summary>Shared where it saves enough, plain otherwise.</summary>
    Auto,

    /// <summary>Shared wherever it can be done.</summary>
    Shared,

    /// <summary>A session of its own, with all its weights, for each width.</summary>
    Plain,
}

/// <summary>How the dynamic net's weights lie in memory.</summary>
/// <param name="Shared">Whether the widths read one store; otherwise each has its own.</param>
/// <param name="Detail">How much that saves, or why it is not so.</param>
public sealed record WeightStorage(bool Shared, string Detail)
{
    /// <summary>One line for people.</summary>
    public override string ToString() => $"{(Shared ? "shared" : "plain")}: {Detail}";
}
