using System.Globalization;

namespace SdCom.Edge.Runtime.Outputs.Queue;

/// <summary>What an output is doing.</summary>
public enum OutputState
{
    /// <summary>It is being opened.</summary>
    Connecting,

    /// <summary>Messages go out.</summary>
    Connected,

    /// <summary>It is lost, and the next attempt waits for its time.</summary>
    Waiting,

    /// <summary>Somebody has to mend it; it is tried again, with long waits.</summary>
    Failed,
}

/// <summary>The state of an output and what became of its messages.</summary>
/// <param name="State">What it is doing.</param>
/// <param name="Problem">What was wrong last; null before anything was.</param>
/// <param name="RetryIn">While waiting or failed: the time from the change to the next attempt.</param>
/// <param name="Sent">Messages that the far side has.</param>
/// <param name="Dropped">Messages that had no room while the output was slow or away, that came too late, or that the end of the run overtook.</param>
/// <param name="Failed">Messages that the far side refused.</param>
/// <param name="Retried">Attempts beyond a message's first one.</param>
public sealed record OutputStatus(OutputState State, string? Problem, TimeSpan RetryIn, long Sent, long Dropped, long Failed, long Retried)
{
    /// <summary>The state in a few words for people.</summary>
    public string Words => State switch
    {
        OutputState.Connecting => "connecting",
        OutputState.Connected => "connected",
        _ => string.Create(CultureInfo.InvariantCulture, $"{Problem}; trying again in {RetryIn.TotalSeconds:0.0} s"),
    };
}
