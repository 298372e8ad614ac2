namespace SdCom.Edge.Runtime.Outputs.Rules;

/// <summary>Which messages reach an output.</summary>
public sealed record OutputRule
{
    /// <summary>The actions; every one when empty.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>The cameras; every one when empty.</summary>
    public IReadOnlyList<string> Cameras { get; init; } = [];

    /// <summary>The least confidence.</summary>
    public double MinimumConfidence { get; init; }

    /// <summary>After an action began, the time of its source in which it may not begin again for this output.</summary>
    public TimeSpan Debounce { get; init; }
}
