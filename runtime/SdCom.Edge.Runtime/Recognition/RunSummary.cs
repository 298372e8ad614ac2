using SdCom.Edge.Core;
using SdCom.Edge.Core.Budget;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Capture.Live;
using SdCom.Edge.Runtime.Evaluation;

namespace SdCom.Edge.Runtime.Recognition;

/// <summary>What a run, or one camera of it, saw and spent.</summary>
public sealed record RunSummary
{
    /// <summary>The camera's name; null for a whole run.</summary>
    public string? Name { get; init; }

    public required FrameCounts Frames { get; init; }

    /// <summary>The actions that ended, in order, and the one that the end of the run cut off; of a very long run the newest 10,000.</summary>
    public required IReadOnlyList<NamedEvent> Events { get; init; }

    /// <summary>Share of the answered frames that ran at each width.</summary>
    public required IReadOnlyDictionary<Width, double> WidthShare { get; init; }

    /// <summary>Share of the answered frames whose width was chosen for each reason.</summary>
    public required IReadOnlyDictionary<DecisionReason, double> ReasonShare { get; init; }

    /// <summary>Mean MACs of an answered frame.</summary>
    public required double MacsPerFrame { get; init; }

    /// <summary>MACs over the budget in the worst window; 0 when it was kept.</summary>
    public required long BudgetOvershoot { get; init; }

    /// <summary>Frames that were answered.</summary>
    public required long Answered { get; init; }

    /// <summary>Milliseconds that answers took.</summary>
    public required IReadOnlyList<Samples> Latencies { get; init; }

    /// <summary>Milliseconds from taking a frame from its source to its answer.</summary>
    public required IReadOnlyList<Samples> Ages { get; init; }

    public double MedianLatencyMs => Samples.Quantile(Latencies, 0.5);

    public double P95LatencyMs => Samples.Quantile(Latencies, 0.95);

    /// <summary>The age at a share of the answers.</summary>
    public double AgeMs(double share) => Samples.Quantile(Ages, share);

    /// <summary>What a generated camera showed and what was answered; empty for other sources.</summary>
    public required IReadOnlyList<ShownAction> Shown { get; init; }

    /// <summary>How the camera was at the end; null for sources that cannot be lost.</summary>
    public CameraStatus? Camera { get; init; }

    /// <summary>Why a recording broke; null when it did not.</summary>
    public string? Problem { get; init; }

    /// <summary>The sums over all cameras of a run; of a single one, itself.</summary>
    public static RunSummary Of(IReadOnlyList<RunSummary> cameras)
    {
        ArgumentNullException.ThrowIfNull(cameras);
        if (cameras.Count == 1)
            return cameras[0];
        long answered = cameras.Sum(camera => camera.Answered);
        double Mean(Func<RunSummary, double> value) => answered == 0 ? 0 : cameras.Sum(camera => value(camera) * camera.Answered) / answered;
        return new RunSummary
        {
            Frames = new FrameCounts(Sum(f => f.Captured), Sum(f => f.Processed), Sum(f => f.Dropped), Sum(f => f.Failed), Sum(f => f.Waiting)),
            Answered = answered,
            Events = [.. cameras.SelectMany(camera => camera.Events).OrderBy(e => e.End)],
            WidthShare = cameras[0].WidthShare.Keys.ToDictionary(width => width, width => Mean(camera => camera.WidthShare[width])),
            ReasonShare = cameras.SelectMany(camera => camera.ReasonShare.Keys).Distinct().Order().ToDictionary(reason => reason, reason => Mean(camera => camera.ReasonShare.GetValueOrDefault(reason))),
            MacsPerFrame = Mean(camera => camera.MacsPerFrame),
            BudgetOvershoot = cameras.Max(camera => camera.BudgetOvershoot), // of the one budget
            Latencies = [.. cameras.SelectMany(camera => camera.Latencies)],
            Ages = [.. cameras.SelectMany(camera => camera.Ages)],
            Shown = [.. cameras.SelectMany(camera => camera.Shown)],
        };

        long Sum(Func<FrameCounts, long> value) => cameras.Sum(camera => value(camera.Frames));
    }
}

/// <summary>An event with the action's name.</summary>
/// <param name="Action">What it was.</param>
/// <param name="Start">Time of its first frame in its source.</param>
/// <param name="End">Time of its last frame.</param>
/// <param name="Confidence">The highest probability on the way.</param>
public sealed record NamedEvent(string Action, TimeSpan Start, TimeSpan End, float Confidence)
{
    /// <summary>The camera's name where several run together; null where there is only one.</summary>
    public string? Camera { get; init; }
}
