using SdCom.Edge.Core;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Capture.Live;

namespace SdCom.Edge.Runtime.Recognition;

/// <summary>What a run saw and spent.</summary>
public sealed record RunSummary
{
    public required FrameCounts Frames { get; init; }

    /// <summary>The actions that ended, in order, and the one that the end of the run cut off; of a very long run the newest 10,000.</summary>
    public required IReadOnlyList<NamedEvent> Events { get; init; }

    /// <summary>Share of the answered frames that ran at each width.</summary>
    public required IReadOnlyDictionary<Width, double> WidthShare { get; init; }

    /// <summary>Mean MACs of an answered frame.</summary>
    public required double MacsPerFrame { get; init; }

    /// <summary>MACs over the budget in the worst window; 0 when it was kept.</summary>
    public required long BudgetOvershoot { get; init; }

    public required double MedianLatencyMs { get; init; }

    public required double P95LatencyMs { get; init; }

    /// <summary>What a generated camera showed and what was answered; empty for other sources.</summary>
    public required IReadOnlyList<ShownAction> Shown { get; init; }

    /// <summary>How the camera was at the end; null for sources that cannot be lost.</summary>
    public CameraStatus? Camera { get; init; }
}

/// <summary>An event with the action's name.</summary>
public sealed record NamedEvent(string Action, TimeSpan Start, TimeSpan End, float Confidence);
