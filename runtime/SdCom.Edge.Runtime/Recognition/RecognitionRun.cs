using SdCom.Edge.Core.Budget;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Recognition;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Capture.Live;
using SdCom.Edge.Runtime.Evaluation;
using SdCom.Edge.Runtime.Inference;
using SdCom.Edge.Runtime.Ledger;
using SdCom.Edge.Runtime.Outputs;

namespace SdCom.Edge.Runtime.Recognition;

/// <summary>One source through one recogniser until the source ends or somebody stops it: the program's main loop.</summary>
public sealed class RecognitionRun
{
    private readonly ModelPackage model;
    private readonly Recognizer recognizer;
    private readonly IFrameSource source;
    private readonly IReadOnlyList<IOutput> outputs;
    private readonly TimeProvider clock;
    private readonly ActionEvents actions = new();
    private readonly Newest<NamedEvent> ended = new();
    private readonly ShownActions shown;
    private readonly Lock telling = new(); // a lost camera ends an action on the capture thread
    private int epoch;

    /// <param name="model">The model.</param>
    /// <param name="recognizer">A recogniser of that model.</param>
    /// <param name="source">Where frames come from; stays its owner's.</param>
    /// <param name="status">Told of every answer.</param>
    /// <param name="outputs">Told of every answer and event.</param>
    /// <param name="clock">Measures latencies.</param>
    public RecognitionRun(ModelPackage model, Recognizer recognizer, IFrameSource source, RunStatus status, IReadOnlyList<IOutput> outputs, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
        this.recognizer = recognizer;
        this.source = source;
        Status = status;
        this.outputs = outputs;
        this.clock = clock;
        shown = new ShownActions(TimeSpan.FromMilliseconds((double)model.Manifest.SegmentIntervalMs * model.Manifest.Segments));
    }

    public RunStatus Status { get; }

    /// <summary>The clock of the budget when the source is a recording: moved on by the frames' own time.</summary>
    public MediaClock? Media { get; init; }

    /// <summary>Told when a frame fails; the run goes on.</summary>
    public Action<string>? OnFailure { get; init; }

    /// <summary>Asks now and then what the full width would have answered.</summary>
    public FullWidthAudit? Audit { get; init; }

    /// <summary>Told when the audit finds that agreement has fallen.</summary>
    public Action? OnDrift { get; init; }

    /// <summary>Told of every due frame, answered or not.</summary>
    public DecisionLedger? Ledger { get; init; }

    /// <summary>Told when a camera comes, falls silent or is lost; the run goes on.</summary>
    public Action<CameraStatus>? OnCamera { get; init; }

    /// <summary>Sees frames for showing or recording, on the capture thread.</summary>
    public IFrameViewer? Viewer { get; init; }

    /// <summary>Runs to the end of the source, or until cancelled, and says what was seen.</summary>
    /// <exception cref="SourceException">The source broke, or a recording held no frame that could be read.</exception>
    public RunSummary Run(CancellationToken cancel)
    {
        TimeSpan interval = TimeSpan.FromMilliseconds(model.Manifest.SegmentIntervalMs);
        TimeSpan period = source.IsLive ? TimeSpan.Zero : TimeSpan.FromSeconds(1 / source.FramesPerSecond);
        using CapturePump pump = new(source, new SegmentSampler(interval, period), viewer: Viewer);
        using CancellationTokenRegistration stopping = cancel.Register(pump.Stop);
        LiveSource? camera = source as LiveSource;
        try
        {
            if (camera is not null)
                camera.Changed += CameraChanged;
            pump.Start();
            while (pump.Take() is { } frame)
            {
                Media?.MoveTo(frame.Time);
                FrameFate fate = Handle(frame);
                Status.FrameHandled();
                pump.Return(frame, fate);
            }
        }
        finally
        {
            pump.Stop();
            Status.End(); // nobody waits for an answer any longer
            pump.Dispose(); // whatever was on its way is counted now
            if (camera is not null)
                camera.Changed -= CameraChanged;
        }

        EndAction();
        FrameCounts counts = pump.Counts;
        if (!source.IsLive && counts.Captured == counts.Failed && !cancel.IsCancellationRequested)
            throw new SourceException($"{source.Name}: no frame could be read; the recording is empty or damaged, convert it to MP4 (H.264).");
        return Summarise(counts);
    }

    private FrameFate Handle(Frame frame)
    {
        if (frame.Epoch != epoch)
        {
            BeginAnew(frame.Epoch);
            Audit?.Restart();
        }

        long start = clock.GetTimestamp();
        Answer answer;
        try
        {
            answer = recognizer.Process(frame);
        }
        catch (EngineException problem)
        {
            EndAction();
            Audit?.Restart();
            OnFailure?.Invoke(problem.Message);
            Note(frame.Time, LedgerOutcome.Failed, default, clock.GetElapsedTime(start).TotalMilliseconds);
            return FrameFate.Failed;
        }

        double milliseconds = clock.GetElapsedTime(start).TotalMilliseconds;
        Note(frame.Time, answer.IsAnswered ? LedgerOutcome.Answered : LedgerOutcome.Unaffordable, answer.Decision, milliseconds);
        if (!answer.IsAnswered)
            return FrameFate.Dropped;
        Tell(frame.Time, answer, milliseconds);
        Look(answer);
        return FrameFate.Processed;
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

    private void Tell(TimeSpan time, in Answer answer, double milliseconds)
    {
        int action = answer.Prediction.IsAction ? answer.Prediction.ClassIndex : -1;
        string? name = Status.NameOf(action);
        if (answer.BeginsScene)
            EndAction();
        string? performed = (source as SyntheticSource)?.ActionAt(time);
        if (performed is not null)
            shown.Add(time, performed, name, answer.Prediction.Confidence);
        Status.Publish(answer, recognizer.Probabilities, time, milliseconds, recognizer.Allowance.Level, performed);
        OutputRecord record = new(time, name, answer.Prediction.Confidence, answer);
        lock (telling)
        {
            for (int i = 0; i < outputs.Count; i++)
                outputs[i].Write(record);
            if (actions.Add(time, action, answer.Prediction.Confidence, out ActionEvent over))
                Report(over);
        }
    }

    // A camera was away or shows another picture: what was seen before has no bearing on what comes.
    private void BeginAnew(int newEpoch)
    {
        epoch = newEpoch;
        EndAction();
        recognizer.Reset();
    }

    private void CameraChanged(CameraStatus camera)
    {
        if (camera.State is CameraState.Silent or CameraState.Waiting)
            EndAction(); // now, not when the camera is back: somebody may wait for it
        Status.Publish(camera);
        OnCamera?.Invoke(camera);
    }

    private void EndAction()
    {
        lock (telling)
        {
            if (actions.Finish(out ActionEvent cut))
                Report(cut);
        }
    }

    private void Note(TimeSpan time, LedgerOutcome outcome, in Decision decision, double milliseconds) => Ledger?.Add(new LedgerEntry
    {
        Time = time,
        Outcome = outcome,
        Reason = decision.Reason,
        Width = decision.Width,
        Macs = decision.Macs,
        Charge = recognizer.Allowance.Charge,
        Unit = recognizer.Allowance.Unit,
        Score = recognizer.Allowance.Score,
        Price = recognizer.Allowance.Price,
        Level = recognizer.Allowance.Level,
        Share = recognizer.Allowance.Share,
        Milliseconds = milliseconds,
    });

    private void Report(in ActionEvent action)
    {
        string name = model.Manifest.Classes[action.ClassIndex];
        ended.Add(new NamedEvent(name, action.Start, action.End, action.Confidence));
        for (int i = 0; i < outputs.Count; i++)
            outputs[i].Write(action, name);
    }

    private RunSummary Summarise(FrameCounts frames) => new()
    {
        Frames = frames,
        Events = ended.All,
        WidthShare = Status.WidthShare(),
        MacsPerFrame = Status.MacsPerFrame,
        BudgetOvershoot = recognizer.Allowance.Overshoot,
        MedianLatencyMs = Status.LatencyMs(0.5),
        P95LatencyMs = Status.LatencyMs(0.95),
        Shown = shown.All,
        Camera = (source as LiveSource)?.Status,
    };
}
