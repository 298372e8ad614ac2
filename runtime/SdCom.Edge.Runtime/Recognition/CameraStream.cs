using SdCom.Edge.Core.Budget;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Recognition;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Capture.Live;
using SdCom.Edge.Runtime.Evaluation;
using SdCom.Edge.Runtime.Inference;
using SdCom.Edge.Runtime.Inputs;
using SdCom.Edge.Runtime.Ledger;
using SdCom.Edge.Runtime.Outputs;

namespace SdCom.Edge.Runtime.Recognition;

/// <summary>
/// One camera on its way through a run: its slot, its stream, its actions, its counts. All of this is the camera's own; engine, nets, budget and outputs it shares with others.
/// </summary>
public sealed class CameraStream : IDisposable
{
    private Recognizer recognizer; // the run's thread may put another in its place
    private readonly IFrameSource source;
    private readonly LiveSource? live; // a camera that can be lost
    private readonly ActionTeller teller;
    private readonly TimeProvider clock;
    private readonly ShownActions shown;
    private CapturePump? pump;
    private FullWidthAudit? audit;
    private int epoch;
    private bool looked; // the frame at hand has had its glance
    private double milliseconds; // that it took so far

    /// <param name="model">The model.</param>
    /// <param name="recognizer">A recogniser of that model, this stream's own.</param>
    /// <param name="source">Where frames come from; stays its owner's.</param>
    /// <param name="status">Told of every answer.</param>
    /// <param name="outputs">Told of every answer and event.</param>
    /// <param name="clock">Measures latencies.</param>
    public CameraStream(ModelPackage model, Recognizer recognizer, IFrameSource source, RunStatus status, SharedOutputs outputs, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.recognizer = recognizer;
        this.source = source;
        live = source as LiveSource;
        Status = status;
        teller = new ActionTeller(model, outputs);
        this.clock = clock;
        Interval = TimeSpan.FromMilliseconds(model.Manifest.SegmentIntervalMs);
        shown = new ShownActions(TimeSpan.FromMilliseconds((double)model.Manifest.SegmentIntervalMs * model.Manifest.Segments));
    }

    /// <summary>The camera's name in outputs and ledger, where several run together; null where it is the only one.</summary>
    public string? Name { get => teller.Camera; init => teller.Camera = value; }

    public RunStatus Status { get; }

    /// <summary>Time between frames that are due; the model's unless another is set.</summary>
    public TimeSpan Interval { get; init; }

    /// <summary>Told when a frame fails, or a recording beside others; the run goes on.</summary>
    public Action<string>? OnFailure { get; init; }

    /// <summary>Asks now and then what the full width would have answered.</summary>
    public FullWidthAudit? Audit { get => audit; init => audit = value; }

    /// <summary>Told when the audit finds that agreement has fallen.</summary>
    public Action? OnDrift { get; init; }

    /// <summary>Told of every due frame, answered or not.</summary>
    public DecisionLedger? Ledger { get; init; }

    /// <summary>The same for those who look on; null keeps none.</summary>
    public DecisionTimeline? Timeline { get; init; }

    /// <summary>Told when a camera comes, falls silent or is lost; the run goes on.</summary>
    public Action<CameraStatus>? OnCamera { get; init; }

    /// <summary>Whether recognition is wanted now; always when null.</summary>
    public Trigger? Trigger { get; init; }

    /// <summary>Sees frames for showing or recording, on the capture thread.</summary>
    public IFrameViewer? Viewer { get; init; }

    /// <summary>The frames so far.</summary>
    public FrameCounts Counts => pump?.Counts ?? default;

    /// <summary>Why the recording broke; null while it did not.</summary>
    public SourceException? Failure { get; private set; }

    /// <summary>The frame that is to be answered; null when none waits.</summary>
    internal Frame? Frame { get; private set; }

    /// <summary>No frame will come any more.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Starts capturing.</summary>
    /// <param name="ready">Told, on the capture thread, when there is something to fetch.</param>
    internal void Start(Action ready)
    {
        TimeSpan period = source.IsLive ? TimeSpan.Zero : TimeSpan.FromSeconds(1 / source.FramesPerSecond);
        pump = new CapturePump(source, new SegmentSampler(Interval, period), viewer: Viewer, clock: clock) { Ready = ready, Wanted = Trigger is { } trigger ? () => trigger.IsActive : null, Paused = teller.Close };
        if (live is not null)
            live.Changed += CameraChanged;
        pump.Start();
    }

    /// <summary>Takes the newest frame, if one waits.</summary>
    internal void Fetch()
    {
        try
        {
            if (Frame is null && !IsOver)
            {
                IsOver = !pump!.TryTake(out Frame? frame);
                Frame = frame;
            }
        }
        catch (SourceException problem)
        {
            IsOver = true;
            Fail(problem);
        }

        bool comes = live is null ? !IsOver : live.Status.State == CameraState.Live;
        recognizer.Claim.IsActive = comes;
    }

    /// <summary>The glance at the frame. Where it cannot be paid for or fails, the frame is done with.</summary>
    internal void Look()
    {
        Frame frame = Frame!;
        if (frame.Epoch != epoch)
        {
            BeginAnew(frame.Epoch);
            Audit?.Restart();
        }

        long start = clock.GetTimestamp();
        try
        {
            looked = recognizer.Look(frame);
            milliseconds = clock.GetElapsedTime(start).TotalMilliseconds;
            if (looked)
                return;
            Note(LedgerOutcome.Unaffordable, default);
            Return(FrameFate.Dropped);
        }
        catch (EngineException problem)
        {
            milliseconds = clock.GetElapsedTime(start).TotalMilliseconds;
            Break(problem);
        }
    }

    /// <summary>Answers the frame that had its glance, at the width that was decided.</summary>
    internal void Answer()
    {
        if (!looked)
            return;
        looked = false;
        long start = clock.GetTimestamp();
        Answer answer;
        try
        {
            answer = recognizer.Finish();
        }
        catch (EngineException problem)
        {
            milliseconds += clock.GetElapsedTime(start).TotalMilliseconds;
            Break(problem);
            return;
        }

        milliseconds += clock.GetElapsedTime(start).TotalMilliseconds;
        FirstAnswer ??= clock.GetTimestamp();
        Note(LedgerOutcome.Answered, answer.Decision);
        Tell(answer);
        Look(answer);
        Return(FrameFate.Processed);
    }

    /// <summary>The clock's timestamp when the first frame was answered; null before.</summary>
    public long? FirstAnswer { get; private set; }

    /// <summary>From the next frame on another recogniser answers, of a model with the same classes; what the one before remembers of the past ends with it.</summary>
    /// <param name="next">A recogniser of this stream's own, on nets that serve the whole run.</param>
    /// <param name="nextAudit">Its audit; null for none.</param>
    internal void SwitchTo(Recognizer next, FullWidthAudit? nextAudit)
    {
        recognizer = next;
        audit = nextAudit;
        Status.Allowance = next.Allowance;
    }

    /// <summary>The stream leaves the allowance that it shares: what is held back for it is paid, and others leave nothing for it any longer.</summary>
    internal void LeaveAllowance() => recognizer.Leave();

    /// <summary>Makes capturing end soon; any thread may ask.</summary>
    internal void Stop() => pump?.Stop();

    /// <summary>Ends capturing: whatever was on its way is counted, and nobody waits for an answer any longer. The run that serves the stream does it.</summary>
    public void Dispose()
    {
        if (pump is null)
            return;
        pump.Stop();
        if (Frame is not null)
            Return(FrameFate.Dropped);
        Status.End();
        pump.Dispose();
        if (live is not null)
            live.Changed -= CameraChanged;
        teller.End();
    }

    /// <summary>Notes a recording that held no frame that could be read.</summary>
    internal void CheckReadable()
    {
        FrameCounts counts = pump!.Counts;
        if (!source.IsLive && Failure is null && counts.Captured == counts.Failed && Trigger is null) // a pause may outlast a recording
            Fail(new SourceException($"{source.Name}: no frame could be read; the recording is empty or damaged, convert it to MP4 (H.264)."));
    }

    /// <summary>What this camera saw and spent, once the run has ended.</summary>
    internal RunSummary Summarise()
    {
        (long answered, Samples latencies, Samples ages) = Status.Sums;
        return new RunSummary
        {
            Name = Name ?? source.Name,
            Frames = pump!.Counts,
            Answered = answered,
            Events = teller.Ended,
            WidthShare = Status.WidthShare(),
            ReasonShare = Status.ReasonShare(),
            MacsPerFrame = Status.MacsPerFrame,
            BudgetOvershoot = recognizer.Allowance.Overshoot,
            Latencies = [latencies],
            Ages = [ages],
            Shown = [.. shown.All.Select(action => action with { Camera = Name })],
            Camera = live?.Status,
            Problem = Failure?.Message,
        };
    }

    private void Fail(SourceException problem)
    {
        Failure = problem;
        if (Name is not null)
            OnFailure?.Invoke(problem.Message);
    }

    private void Break(EngineException problem)
    {
        looked = false;
        teller.End();
        Audit?.Restart();
        OnFailure?.Invoke(Name is null ? problem.Message : $"{Name}: {problem.Message}");
        Note(LedgerOutcome.Failed, default);
        Return(FrameFate.Failed);
    }

    private void Return(FrameFate fate)
    {
        Status.FrameHandled();
        pump!.Return(Frame!, fate);
        Frame = null;
    }

    // The answer is out: what the audit takes delays the next frame at most, and what breaks in it is not the frame's failure.
    private void Look(in Answer answer)
    {
        try
        {
            if (Audit?.Look(answer) == true)
                OnDrift?.Invoke();
        }
        catch (EngineException problem)
        {
            Audit!.Restart();
            OnFailure?.Invoke(problem.Message);
        }
    }

    private void Tell(in Answer answer)
    {
        TimeSpan time = Frame!.Time;
        string? name = Status.NameOf(answer.Prediction.IsAction ? answer.Prediction.ClassIndex : -1);
        string? performed = (source as SyntheticSource)?.ActionAt(time);
        if (performed is not null)
            shown.Add(time, performed, name, answer.Prediction.Confidence);
        Status.Publish(answer, recognizer.Probabilities, time, milliseconds, recognizer.Allowance.Level, performed);
        Status.PublishAge(clock.GetElapsedTime(Frame.GrabbedAt).TotalMilliseconds);
        teller.Tell(time, name, answer);
    }

    // A camera was away or shows another picture: what was seen before has no bearing on what comes.
    private void BeginAnew(int newEpoch)
    {
        epoch = newEpoch;
        teller.Open();
        recognizer.Reset();
    }

    private void CameraChanged(CameraStatus camera)
    {
        if (camera.State is CameraState.Silent or CameraState.Waiting)
            teller.Close(); // now, not when the camera is back: somebody may wait for it
        Status.Publish(camera);
        OnCamera?.Invoke(camera);
    }

    private void Note(LedgerOutcome outcome, in Decision decision)
    {
        if (Ledger is null && Timeline is null)
            return;
        LedgerEntry entry = Entry(outcome, decision);
        Ledger?.Add(entry);
        Timeline?.Add(entry);
    }

    private LedgerEntry Entry(LedgerOutcome outcome, in Decision decision) => new()
    {
        Camera = Name,
        Time = Frame!.Time,
        Outcome = outcome,
        Reason = decision.Reason,
        Width = decision.Width,
        Macs = decision.Macs,
        Charge = recognizer.Claim.Charge,
        Unit = recognizer.Allowance.Unit,
        Score = recognizer.Claim.Score,
        Price = recognizer.Allowance.Price,
        Level = recognizer.Allowance.Level,
        Share = recognizer.Allowance.Share,
        Milliseconds = milliseconds,
    };
}
