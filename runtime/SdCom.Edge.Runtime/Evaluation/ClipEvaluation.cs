using SdCom.Edge.Core.Clips;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Inference;
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

/// <summary>Streams labelled clips through a recogniser, each from a fresh state; a clip's answer is the one after its last frame.</summary>
public sealed class ClipEvaluation
{
    private readonly ModelPackage model;
    private readonly Recognizer recognizer;
    private readonly TimeProvider clock;
    private readonly MediaClock media;
    private readonly RunStatus status;
    private readonly ClassificationScores scores;
    private readonly List<SkippedClip> skipped = [];
    private long failed;
    private long unaffordable;
    private string? problem;

    /// <param name="model">The model.</param>
    /// <param name="recognizer">A recogniser of that model.</param>
    /// <param name="media">The clock of the recogniser's budget, moved on by the clips' own time.</param>
    /// <param name="clock">Measures latencies.</param>
    public ClipEvaluation(ModelPackage model, Recognizer recognizer, MediaClock media, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
        this.recognizer = recognizer;
        this.media = media;
        this.clock = clock;
        status = new RunStatus(model, null);
        scores = new ClassificationScores(model.Manifest.Classes.Count);
    }

    /// <summary>Runs all clips.</summary>
    /// <param name="clips">Clips whose labels are the model's classes.</param>
    /// <param name="progress">Told how many clips are done.</param>
    /// <param name="cancel">Stops between frames.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public Evaluated Run(IReadOnlyList<Clip> clips, Action<int>? progress, CancellationToken cancel)
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

        return new Evaluated(scores, skipped, status, failed, unaffordable);
    }

    private void Evaluate(OpenClip clip, CancellationToken cancel)
    {
        recognizer.Reset();
        problem = null;
        TimeSpan begin = media.Now;
        int answered = 0;
        while (clip.Take() is { } frame)
        {
            cancel.ThrowIfCancellationRequested();
            media.MoveTo(begin + frame.Time);
            FrameFate fate = Handle(frame);
            answered = fate == FrameFate.Failed ? 0 : answered + (fate == FrameFate.Processed ? 1 : 0); // a failure starts the stream anew
            clip.Return(frame, fate);
        }

        if (answered > 0)
            scores.Add(IndexOf(clip.Clip.Label), recognizer.Probabilities);
        else
            skipped.Add(new SkippedClip(clip.Clip.Path, clip.Problem ?? problem ?? $"{clip.Clip.Path}: no frame could be read or answered; is the clip empty?"));
    }

    private FrameFate Handle(Frame frame)
    {
        try
        {
            long start = clock.GetTimestamp();
            Answer answer = recognizer.Process(frame);
            double milliseconds = clock.GetElapsedTime(start).TotalMilliseconds;
            if (!answer.IsAnswered)
            {
                unaffordable++;
                return FrameFate.Dropped;
            }

            status.Publish(answer, recognizer.Probabilities, frame.Time, milliseconds, null, null);
            return FrameFate.Processed;
        }
        catch (EngineException broken)
        {
            problem = broken.Message;
            failed++;
            return FrameFate.Failed;
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
