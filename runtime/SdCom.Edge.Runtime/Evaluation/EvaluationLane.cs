using SdCom.Edge.Core.Clips;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Inference;
using SdCom.Edge.Runtime.Recognition;

namespace SdCom.Edge.Runtime.Evaluation;

/// <summary>One recogniser on its way through the clips, and what it has reached so far.</summary>
internal sealed class EvaluationLane
{
    private readonly Recognizer recognizer;
    private readonly TimeProvider clock;
    private readonly RunStatus status;
    private readonly ClassificationScores scores;
    private readonly List<SkippedClip> skipped = [];
    private long failed;
    private long unaffordable;
    private int answered; // frames of this clip since the stream last began
    private int frames; // of this clip that were answered
    private long macs; // spent on them
    private string? problem;

    public EvaluationLane(ModelPackage model, Recognizer recognizer, TimeProvider clock)
    {
        this.recognizer = recognizer;
        this.clock = clock;
        status = new RunStatus(model, null);
        scores = new ClassificationScores(model.Manifest.Classes.Count);
    }

    /// <summary>What was found so far.</summary>
    public Evaluated Result => new(scores, skipped, status, failed, unaffordable);

    /// <summary>Looks at the frames again, after their answers; null for none.</summary>
    public FullWidthAudit? Audit { get; set; }

    /// <summary>A clip begins, in a fresh stream.</summary>
    public void Begin()
    {
        Audit?.Restart();
        recognizer.Reset();
        problem = null;
        (answered, frames, macs) = (0, 0, 0);
    }

    /// <summary>The clip's next frame.</summary>
    public FrameFate Handle(Frame frame)
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
            answered++;
            frames++;
            macs += answer.Decision.Macs;
            Look(answer);
            return FrameFate.Processed;
        }
        catch (EngineException broken)
        {
            problem = broken.Message;
            failed++;
            answered = 0; // the stream starts anew
            Audit?.Restart();
            return FrameFate.Failed;
        }
    }

    private void Look(in Answer answer)
    {
        try
        {
            Audit?.Look(answer);
        }
        catch (EngineException)
        {
            Audit!.Restart(); // the frame has its answer
        }
    }

    /// <summary>The clip is over: its answer is the one after its last frame.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="label">The index of its class.</param>
    /// <param name="unreadable">Why it could not be read to its end; null when it could.</param>
    public ClipAnswer End(Clip clip, int label, string? unreadable)
    {
        if (answered > 0)
        {
            scores.Add(label, recognizer.Probabilities);
            return new ClipAnswer(clip, recognizer.Probabilities.ToArray(), frames, macs);
        }

        string reason = unreadable ?? problem ?? $"{clip.Path}: no frame could be read or answered; is the clip empty?";
        skipped.Add(new SkippedClip(clip.Path, reason));
        return new ClipAnswer(clip, [], frames, macs) { Problem = reason, IsEngineFault = unreadable is null && problem is not null };
    }
}
