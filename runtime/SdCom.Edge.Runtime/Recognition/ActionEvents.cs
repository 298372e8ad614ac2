namespace SdCom.Edge.Runtime.Recognition;

/// <summary>An action that was seen, from its first to its last frame.</summary>
/// <param name="ClassIndex">What it was.</param>
/// <param name="Start">Time of its first frame.</param>
/// <param name="End">Time of its last frame.</param>
/// <param name="Confidence">The highest probability on the way.</param>
public readonly record struct ActionEvent(int ClassIndex, TimeSpan Start, TimeSpan End, float Confidence)
{
    /// <summary>The camera's name where several run together; null where there is only one.</summary>
    public string? Camera { get; init; }
}

/// <summary>When an action begins and ends.</summary>
/// <param name="Enter">Probability that a frame needs to begin an action.</param>
/// <param name="Stay">Probability under which a frame no longer belongs to it; lower than <paramref name="Enter"/>, so that a wavering answer does not tear it apart.</param>
/// <param name="MinimumFrames">Frames in a row that begin an action.</param>
/// <param name="GraceFrames">Frames without it that an action survives.</param>
public sealed record EventRule(double Enter = 0.6, double Stay = 0.4, int MinimumFrames = 2, int GraceFrames = 1);

/// <summary>Turns an answer for each frame into events with a beginning and an end, by hysteresis and a minimum length.</summary>
public sealed class ActionEvents
{
    private readonly EventRule rule;
    private int candidate = -1;
    private int candidateFrames;
    private TimeSpan candidateStart;
    private float candidatePeak;
    private int missing;
    private ActionEvent current = new(-1, default, default, 0);

    public ActionEvents(EventRule? rule = null)
    {
        this.rule = rule ?? new EventRule();
    }

    /// <summary>The action that is going on, or null.</summary>
    public ActionEvent? Current => current.ClassIndex >= 0 ? current : null;

    /// <summary>Adds the answer of a frame.</summary>
    /// <param name="time">The frame's time.</param>
    /// <param name="classIndex">The class, or -1 when the answer is no action.</param>
    /// <param name="confidence">Its probability.</param>
    /// <param name="ended">The event that this frame ended.</param>
    /// <returns>Whether an event ended.</returns>
    public bool Add(TimeSpan time, int classIndex, float confidence, out ActionEvent ended)
    {
        bool over = Extend(time, classIndex, confidence, out ended);
        Consider(time, classIndex, confidence);
        if (candidateFrames >= rule.MinimumFrames && current.ClassIndex != candidate)
        {
            over |= Close(out ActionEvent replaced) && Assign(out ended, replaced);
            current = new ActionEvent(candidate, candidateStart, time, candidatePeak);
            missing = 0;
        }

        return over;
    }

    /// <summary>Ends the action that is going on, at the end of a stream or when it is reset.</summary>
    public bool Finish(out ActionEvent ended)
    {
        candidate = -1;
        candidateFrames = 0;
        return Close(out ended);
    }

    private bool Extend(TimeSpan time, int classIndex, float confidence, out ActionEvent ended)
    {
        ended = default;
        if (current.ClassIndex < 0)
            return false;
        if (classIndex == current.ClassIndex && confidence >= rule.Stay)
        {
            current = current with { End = time, Confidence = Math.Max(current.Confidence, confidence) };
            missing = 0;
            return false;
        }

        return ++missing > rule.GraceFrames && Close(out ended);
    }

    private void Consider(TimeSpan time, int classIndex, float confidence)
    {
        if (classIndex < 0 || confidence < rule.Enter)
        {
            candidate = -1;
            candidateFrames = 0;
            return;
        }

        if (classIndex != candidate)
            (candidate, candidateFrames, candidateStart, candidatePeak) = (classIndex, 0, time, 0);
        candidateFrames++;
        candidatePeak = Math.Max(candidatePeak, confidence);
    }

    private bool Close(out ActionEvent ended)
    {
        ended = current;
        current = new ActionEvent(-1, default, default, 0);
        return ended.ClassIndex >= 0;
    }

    private static bool Assign(out ActionEvent target, ActionEvent value)
    {
        target = value;
        return true;
    }
}
