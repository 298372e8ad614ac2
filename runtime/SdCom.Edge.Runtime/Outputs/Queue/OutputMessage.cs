using SdCom.Edge.Core.Budget;

namespace SdCom.Edge.Runtime.Outputs.Queue;

/// <summary>What a message tells.</summary>
[Flags]
public enum MessageKinds
{
    None = 0,

    /// <summary>A frame was answered.</summary>
    Frame = 1,

    /// <summary>An action began: it was seen long and surely enough.</summary>
    Began = 2,

    /// <summary>An action ended.</summary>
    Ended = 4,

    /// <summary>Both ends of every action.</summary>
    Events = Began | Ended,
}

/// <summary>What an output is told. Plain values and strings that exist already: it is copied into a ring, and nothing is allocated for it.</summary>
public readonly record struct OutputMessage
{
    /// <summary>One of the kinds, never several.</summary>
    public required MessageKinds Kind { get; init; }

    /// <summary>The camera that saw it; null where there is only one.</summary>
    public required string? Camera { get; init; }

    /// <summary>The action's name; null for a frame that shows none.</summary>
    public required string? Action { get; init; }

    /// <summary>Time of the frame, or of the last frame of the action so far, from the start of the source.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary>Time of the action's first frame; that of the frame itself for a frame.</summary>
    public required TimeSpan Start { get; init; }

    /// <summary>Probability of the likeliest class; for an action the highest one so far.</summary>
    public required float Confidence { get; init; }

    /// <summary>What was decided about the frame; empty for events.</summary>
    public Decision Decision { get; init; }

    /// <summary>The wall clock when it was queued.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Its number in this output, from 1; the same at every attempt.</summary>
    public long Number { get; init; }
}
