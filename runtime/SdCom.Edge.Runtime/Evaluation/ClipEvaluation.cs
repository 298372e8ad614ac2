using SdCom.Edge.Core.Clips;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Recognition;

namespace SdCom.Edge.Runtime.Evaluation;

/// <summary>A clip that was left out, and why.</summary>
public sealed record SkippedClip(string Path, string Reason);

/// <summary>What an evaluation found: scores, and the run's sums.</summary>
/// <param name="Scores">One sample for each clip that was answered.</param>
/// <param name="Skipped">The clips that could not be read.</param>
/// <param name="Status">Widths, MACs and latencies over all frames.</param>
/// <param name="FailedFrames">Frames that an engine failed on.</param>
/// <param name="UnaffordableFrames">Frames that the budget could not pay for.</param>
public sealed record Evaluated(ClassificationScores Scores, IReadOnlyList<SkippedClip> Skipped, RunStatus Status, long FailedFrames, long UnaffordableFrames);

/// <summary>
/// Streams labelled clips through recognisers, each from a fresh state; a clip's answer is the one after its last frame.
/// Several recognisers see the same frames in turn: every clip is decoded once.
/// </summary>
public sealed class ClipEvaluation
{
    private readonly ModelPackage model;
    private readonly EvaluationLane[] lanes;
    private readonly MediaClock media;

    /// <param name="model">The model.</param>
    /// <param name="recognizers">Recognisers of that model.</param>
    /// <param name="media">The clock of the recognisers' budgets, moved on by the clips' own time.</param>
    /// <param name="clock">Measures latencies.</param>
    public ClipEvaluation(ModelPackage model, IEnumerable<Recognizer> recognizers, MediaClock media, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
        this.media = media;
        lanes = [.. recognizers.Select(recognizer => new EvaluationLane(model, recognizer, clock))];
    }

    /// <summary>Told of each clip's answer by the first recogniser.</summary>
    public Action<ClipAnswer>? Answered { get; init; }

    /// <summary>Asks beside the first recogniser what the full width would have answered, on its nets and a state of its own.</summary>
    public FullWidthAudit? Audit { get => lanes[0].Audit; init => lanes[0].Audit = value; }

    /// <summary>Runs all clips.</summary>
    /// <param name="clips">Clips whose labels are the model's classes.</param>
    /// <param name="progress">Told how many clips are done.</param>
    /// <param name="cancel">Stops between frames.</param>
    /// <returns>What each recogniser reached.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IReadOnlyList<Evaluated> Run(IReadOnlyList<Clip> clips, Action<int>? progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(clips);
        TimeSpan interval = TimeSpan.FromMilliseconds(model.Manifest.SegmentIntervalMs);
        OpenClip? next = clips.Count > 0 ? new OpenClip(clips[0], interval) : null;
        try
        {
            for (int i = 0; i < clips.Count; i++)
            {
                using OpenClip current = next!;
                next = null;
                next = i + 1 < clips.Count ? new OpenClip(clips[i + 1], interval) : null; // decodes while this one is recognised
                Evaluate(current, cancel);
                media.MoveTo(media.Now + interval);
                progress?.Invoke(i + 1);
            }
        }
        finally
        {
            next?.Dispose();
        }

        return [.. lanes.Select(lane => lane.Result)];
    }

    private void Evaluate(OpenClip clip, CancellationToken cancel)
    {
        foreach (EvaluationLane lane in lanes)
            lane.Begin();
        TimeSpan begin = media.Now;
        while (clip.Take() is { } frame)
        {
            cancel.ThrowIfCancellationRequested();
            media.MoveTo(begin + frame.Time);
            FrameFate fate = FrameFate.Processed;
            foreach (EvaluationLane lane in lanes)
                fate = lane.Handle(frame);
            clip.Return(frame, fate);
        }

        int label = IndexOf(clip.Clip.Label);
        for (int i = 0; i < lanes.Length; i++)
        {
            ClipAnswer answer = lanes[i].End(clip.Clip, label, clip.Problem);
            if (i == 0)
                Answered?.Invoke(answer);
        }
    }

    private int IndexOf(string label)
    {
        for (int i = 0; i < model.Manifest.Classes.Count; i++)
        {
            if (model.Manifest.Classes[i] == label)
                return i;
        }

        throw new ArgumentException($"label '{label}' is none of the model's classes.");
    }
}
