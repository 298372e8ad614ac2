using SdCom.Edge.Core;
using SdCom.Edge.Core.Budget;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Capture.Live;
using SdCom.Edge.Runtime.Evaluation;
using SdCom.Edge.Runtime.Overlay;

namespace SdCom.Edge.Runtime.Recognition;

/// <summary>The newest answer and the sums of a run, written by the recogniser's thread and read by viewers at their own pace.</summary>
public sealed class RunStatus
{
    private const int HistoryLength = 96;

    private readonly object gate = new();
    private readonly ModelPackage model;
    private readonly long[] widthCounts;
    private readonly long[] reasonCounts = new long[Enum.GetValues<DecisionReason>().Length];
    private readonly float[] probabilities;
    private readonly Queue<int> history = new(HistoryLength);
    private readonly Samples latencies = new();
    private readonly Samples ages = new();
    private double? budgetMacsPerFrame;
    private string? budgetNote;
    private long handled;
    private long answered;
    private long macs;
    private Answer newest = Answer.Unaffordable;
    private TimeSpan time;
    private double latencyMs;
    private double? level;
    private string? shown;
    private CameraStatus? camera;

    /// <param name="model">The model that answers.</param>
    /// <param name="budgetMacsPerFrame">The allowed mean a processed frame; null without a budget.</param>
    public RunStatus(ModelPackage model, double? budgetMacsPerFrame)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
        this.budgetMacsPerFrame = budgetMacsPerFrame;
        widthCounts = new long[model.Network.Widths.Count];
        probabilities = new float[model.Manifest.Classes.Count];
    }

    /// <summary>The budget in words where it is not counted in MACs.</summary>
    public string? BudgetNote { init => budgetNote = value; }

    /// <summary>Knows what narrows the budget, when something does.</summary>
    public Allowance? Allowance { get; set; }

    /// <summary>Mean MACs of an answered frame; 0 before the first.</summary>
    public double MacsPerFrame
    {
        get
        {
            lock (gate)
                return answered == 0 ? 0 : (double)macs / answered;
        }
    }

    /// <summary>Frames that were answered.</summary>
    public long Answered
    {
        get
        {
            lock (gate)
                return answered;
        }
    }

    /// <summary>Due frames that are done with, answered or not.</summary>
    public long Handled
    {
        get
        {
            lock (gate)
                return handled;
        }
    }

    /// <summary>The camera gives no pictures at present; never so for a recording.</summary>
    public bool IsAway
    {
        get
        {
            lock (gate)
                return camera is { State: not CameraState.Live };
        }
    }

    /// <summary>The name of a class, or null for no action.</summary>
    public string? NameOf(int classIndex) => classIndex < 0 ? null : model.Manifest.Classes[classIndex];

    /// <summary>MACs of all answered frames.</summary>
    public long Macs
    {
        get
        {
            lock (gate)
                return macs;
        }
    }

    /// <summary>How many of the answered frames ran at each width.</summary>
    public IReadOnlyDictionary<Width, long> WidthCounts()
    {
        lock (gate)
            return widthCounts.Select((count, i) => (model.Network.Widths[i], count)).ToDictionary(p => p.Item1, p => p.count);
    }

    /// <summary>Share of the answered frames that ran at each width.</summary>
    public IReadOnlyDictionary<Width, double> WidthShare()
    {
        lock (gate)
            return widthCounts.Select((count, i) => (model.Network.Widths[i], count)).ToDictionary(p => p.Item1, p => answered == 0 ? 0.0 : (double)p.count / answered);
    }

    /// <summary>Share of the answered frames whose width was chosen for each reason; reasons that never held are left out.</summary>
    public IReadOnlyDictionary<DecisionReason, double> ReasonShare()
    {
        lock (gate)
            return reasonCounts.Select((count, i) => ((DecisionReason)i, count)).Where(p => p.count > 0).ToDictionary(p => p.Item1, p => (double)p.count / answered);
    }

    /// <summary>Time that an answer took, in milliseconds, at a share of the answers.</summary>
    public double LatencyMs(double share)
    {
        lock (gate)
            return latencies.Quantile(share);
    }

    /// <summary>Time from taking a frame from its source to its answer, in milliseconds, at a share of the answers.</summary>
    public double AgeMs(double share)
    {
        lock (gate)
            return ages.Quantile(share);
    }

    /// <summary>The sums of a run that has ended.</summary>
    internal (long Answered, Samples Latencies, Samples Ages) Sums
    {
        get
        {
            lock (gate)
                return (answered, latencies, ages);
        }
    }

    /// <summary>Notes an answer.</summary>
    public void Publish(in Answer answer, ReadOnlySpan<float> classProbabilities, TimeSpan frameTime, double milliseconds, double? budgetLevel, string? shownAction)
    {
        lock (gate)
        {
            newest = answer;
            classProbabilities.CopyTo(probabilities);
            (time, latencyMs, level, shown) = (frameTime, milliseconds, budgetLevel, shownAction);
            latencies.Add(milliseconds);
            answered++;
            macs += answer.Decision.Macs;
            widthCounts[answer.Decision.Index]++;
            reasonCounts[(int)answer.Decision.Reason]++;
            if (history.Count == HistoryLength)
                history.Dequeue();
            history.Enqueue(answer.Decision.Index);
        }
    }

    /// <summary>Notes how old a frame was when its answer left.</summary>
    public void PublishAge(double milliseconds)
    {
        lock (gate)
            ages.Add(milliseconds);
    }

    /// <summary>Notes that another profile sets the budget.</summary>
    /// <param name="macsPerFrame">The allowed mean a processed frame; null when it is not in MACs.</param>
    /// <param name="note">The budget in words then.</param>
    public void Publish(double? macsPerFrame, string? note)
    {
        lock (gate)
            (budgetMacsPerFrame, budgetNote) = (macsPerFrame, note);
    }

    /// <summary>Notes what the camera is doing.</summary>
    public void Publish(CameraStatus newCamera)
    {
        lock (gate)
            camera = newCamera;
    }

    /// <summary>What the camera is doing; null for sources that cannot be lost.</summary>
    public CameraStatus? Camera
    {
        get
        {
            lock (gate)
                return camera;
        }
    }

    /// <summary>A due frame is done with, answered or not.</summary>
    public void FrameHandled()
    {
        lock (gate)
        {
            handled++;
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>No further frame will be handled: nobody waits any longer.</summary>
    public void End()
    {
        lock (gate)
        {
            handled = long.MaxValue;
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Waits until so many due frames are done with, or the run has ended.</summary>
    public void WaitForHandled(long frames)
    {
        lock (gate)
        {
            while (handled < frames)
                Monitor.Wait(gate);
        }
    }

    /// <summary>A copy for viewers.</summary>
    public HudState Snapshot(TimeSpan now)
    {
        lock (gate)
        {
            return new HudState
            {
                Model = model.Manifest.Name,
                Action = newest.Prediction.IsAction ? NameOf(newest.Prediction.ClassIndex) : null,
                Confidence = newest.Prediction.Confidence,
                Shown = shown,
                Camera = camera?.Words,
                Top = [.. model.Manifest.Classes.Zip(probabilities).OrderByDescending(pair => pair.Second).Take(5)],
                Widths = model.Network.Widths,
                WidthIndex = answered == 0 ? -1 : newest.Decision.Index,
                Reason = answered == 0 ? "waiting for the first frame" : Why(newest.Decision.Reason),
                History = [.. history],
                BudgetLevel = level,
                BudgetMacsPerFrame = budgetMacsPerFrame,
                BudgetNote = budgetNote,
                MacsPerFrame = answered == 0 ? 0 : (double)macs / answered,
                FullMacsPerFrame = model.Costs.FullFrame,
                LatencyMs = latencyMs,
                DecisionsPerSecond = time > TimeSpan.Zero ? answered / time.TotalSeconds : 0,
                Time = now,
            };
        }
    }

    private string Why(DecisionReason reason) =>
        (reason is DecisionReason.Governor or DecisionReason.User ? Allowance?.NarrowedBy : null) ?? Words(reason);

    private static string Words(DecisionReason reason) => reason switch
    {
        DecisionReason.Score => "the gate sees most in it",
        DecisionReason.Price => "more is not worth its price",
        DecisionReason.Bucket => "the budget holds no more",
        DecisionReason.Arbitration => "another camera gets more out of it",
        DecisionReason.Deadline => "more would come too late",
        DecisionReason.Governor => "the device must spare itself",
        DecisionReason.User => "somebody narrowed the budget",
        DecisionReason.Fixed => "fixed by the user",
        DecisionReason.Random => "drawn at random",
        _ => "the gate gave no scores",
    };
}
