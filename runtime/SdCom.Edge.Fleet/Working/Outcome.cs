using SdCom.Edge.Fleet.Results;

namespace SdCom.Edge.Fleet.Working;

/// <summary>What became of an attempt at a clip job.</summary>
internal abstract record Outcome
{
    /// <summary>There is an answer.</summary>
    public sealed record Answered(ClipResult Result) : Outcome;

    /// <summary>The job cannot be done by anybody, for this reason.</summary>
    public sealed record Dead(string Reason) : Outcome;

    /// <summary>This node has another model now; the job goes back to the queue of its own, and is no try.</summary>
    public sealed record Elsewhere(string Reason) : Outcome;

    /// <summary>It did not work here and now; another attempt, perhaps on another node, may fare better.</summary>
    public sealed record Again(string Reason) : Outcome;
}
