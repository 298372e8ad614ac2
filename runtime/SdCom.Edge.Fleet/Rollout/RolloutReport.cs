namespace SdCom.Edge.Fleet.Rollout;

/// <summary>How far a node is with a model that it was asked to run.</summary>
/// <param name="ModelHash">The model.</param>
/// <param name="State"><c>fetching</c>, <c>warming</c>, <c>running</c>, <c>refused</c> (it stays with what it has) or <c>wentBack</c> (it ran, and agreement fell).</param>
/// <param name="Reason">Why it was refused or given up; null otherwise.</param>
public sealed record RolloutReport(string ModelHash, string State, string? Reason = null)
{
    public const string Fetching = "fetching";
    public const string Warming = "warming";
    public const string Running = "running";
    public const string Refused = "refused";
    public const string WentBack = "wentBack";

    /// <summary>Whether the node will not run it.</summary>
    public bool IsOver => State is Refused or WentBack;
}
