namespace SdCom.Edge.Host.Dashboard.State;

/// <summary>One camera in a snapshot.</summary>
internal sealed record CameraView
{
    public required string Name { get; init; }

    /// <summary><c>connecting</c>, <c>live</c>, <c>silent</c>, <c>waiting</c>, or <c>ended</c> for a recording that is over.</summary>
    public required string State { get; init; }

    /// <summary>The same in words.</summary>
    public required string Words { get; init; }

    /// <summary>How often it has come; null for sources that cannot be lost.</summary>
    public required int? Connections { get; init; }

    public required FrameSums Frames { get; init; }

    /// <summary>The answer; null for no action.</summary>
    public required string? Action { get; init; }

    public required double Confidence { get; init; }

    /// <summary>What a generated camera performs.</summary>
    public required string? Shown { get; init; }

    /// <summary>The likeliest classes, best first.</summary>
    public required IReadOnlyList<ClassView> Top { get; init; }

    /// <summary>Why the newest width, in words.</summary>
    public required string Why { get; init; }

    /// <summary>Mean MACs of an answered frame.</summary>
    public required double MacsPerFrame { get; init; }

    /// <summary>Share of the answered frames at each width, ascending.</summary>
    public required IReadOnlyList<double> WidthShare { get; init; }

    public required double LatencyMedianMs { get; init; }

    public required double LatencyP95Ms { get; init; }

    /// <summary>Answers by time, see <see cref="HistogramBoundsMs"/>.</summary>
    public required IReadOnlyList<long> Histogram { get; init; }

    /// <summary>Upper bounds of the histogram's buckets; the last bucket has none.</summary>
    public required IReadOnlyList<double> HistogramBoundsMs { get; init; }

    /// <summary>The newest decisions, oldest first; all that are kept are at <c>/api/cameras/{index}/timeline</c>.</summary>
    public required IReadOnlyList<DecisionView> Decisions { get; init; }

    /// <summary>Who looks at the pictures, and how many pictures were sent to nobody because a viewer was slow.</summary>
    public required int Viewers { get; init; }

    public required long PicturesDropped { get; init; }
}

internal sealed record FrameSums(long Captured, long Processed, long Dropped, long Failed);

internal sealed record ClassView(string Name, double Probability);

/// <summary>One due frame.</summary>
internal sealed record DecisionView
{
    /// <summary>Counts this camera's due frames, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>Seconds from the start of the source.</summary>
    public required double Time { get; init; }

    /// <summary><c>answered</c>, <c>unaffordable</c> or <c>failed</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>The width; null when nothing was answered.</summary>
    public required double? Width { get; init; }

    /// <summary>The decision's reason in one word; null when nothing was answered.</summary>
    public required string? Reason { get; init; }

    /// <summary>The gate's score of the width.</summary>
    public required double Score { get; init; }

    /// <summary>The price of the full width, in the same unit; null where no gate chose.</summary>
    public required double? Price { get; init; }

    /// <summary>What was charged, in the unit of the budget.</summary>
    public required long Charge { get; init; }

    public required long Macs { get; init; }

    /// <summary>How full the bucket was afterwards.</summary>
    public required double? Level { get; init; }

    public required double Milliseconds { get; init; }
}

/// <summary>An action that ended.</summary>
/// <param name="Number">Counts them, from 1.</param>
/// <param name="Camera">Position of its camera.</param>
/// <param name="Action">What it was.</param>
/// <param name="Start">Seconds from the start of the source.</param>
/// <param name="End">The same of its last frame.</param>
/// <param name="Confidence">The highest probability on the way.</param>
/// <param name="At">When it ended, by the wall clock.</param>
internal sealed record ActionView(long Number, int Camera, string Action, double Start, double End, double Confidence, DateTimeOffset At);
