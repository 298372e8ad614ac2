using SdCom.Edge.Runtime.Outputs.Queue;

namespace SdCom.Edge.Runtime.Outputs.Rules;

/// <summary>Decides which messages an output gets: those that at least one of its rules admits. Nothing is allocated once every camera and action was seen.</summary>
/// <param name="rules">The rules; none at all admit everything.</param>
public sealed class RuleSet(params IReadOnlyList<OutputRule> rules)
{
    private readonly RuleState[] states = [.. rules.Select(rule => new RuleState(rule))];

    /// <summary>Admits everything.</summary>
    public static RuleSet All { get; } = new();

    /// <summary>Whether the output gets the message. Every message must be asked about, in order: rules remember what began.</summary>
    public bool Admit(in OutputMessage message)
    {
        bool admitted = states.Length == 0;
        foreach (RuleState state in states)
            admitted |= state.Admit(message); // each of them sees every message
        return admitted;
    }
}
