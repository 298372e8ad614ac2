using SdCom.Edge.Core.Budget;

namespace SdCom.Edge.Runtime.Budget;

/// <summary>
/// One stream's part in an allowance. For each frame: <see cref="Begin"/>, <see cref="Wait"/> when the glance is done, <see cref="Allowance.Decide"/> for all that wait, <see cref="Resume"/>,
/// and <see cref="Finish"/> when the answer is there; <see cref="Break"/> where the glance failed.
/// </summary>
public sealed class Claim
{
    private readonly Allowance allowance;
    private long start;
    private TimeSpan taken;

    internal Claim(Allowance allowance, WidthClaim part)
    {
        this.allowance = allowance;
        Part = part;
    }

    /// <summary>Whether the stream's camera sends frames; others leave it what its next glance costs.</summary>
    public bool IsActive
    {
        get => Part.IsActive;
        set => Part.IsActive = value;
    }

    /// <summary>The width that was decided last.</summary>
    public Decision Decision => Part.Decision;

    /// <summary>What the last frame was charged.</summary>
    public long Charge { get; internal set; }

    /// <summary>The gate's score of the last frame's width.</summary>
    public float Score { get; internal set; }

    /// <summary>Its part in the arbitration.</summary>
    internal WidthClaim Part { get; }

    /// <summary>What the governor's narrowing is compared with, while widths are decided.</summary>
    internal int Unnarrowed { get; set; }

    /// <summary>A frame begins. False when the bucket cannot pay for even the cheapest answer: the frame is left out.</summary>
    public bool Begin()
    {
        Break(); // a frame before it that was never paid for
        (Charge, Score, taken) = (0, 0, default);
        Resume();
        return allowance.Begin(this);
    }

    /// <summary>The glance is done: the frame waits for its width.</summary>
    public void Wait(ReadOnlySpan<float> scores)
    {
        Part.Wait(scores);
        Pause();
    }

    /// <summary>The glance failed, but was spent.</summary>
    public void Break()
    {
        if (Part.Held > 0)
            allowance.Pay(this, Part.Held);
    }

    /// <summary>Work on the frame goes on: what other frames took meanwhile is not this one's time.</summary>
    public void Resume() => start = allowance.Meter?.Clock.GetTimestamp() ?? 0;

    /// <summary>The frame is answered.</summary>
    public void Finish()
    {
        Pause();
        allowance.Meter?.Add(Decision.Index, taken);
    }

    private void Pause() => taken += allowance.Meter?.Clock.GetElapsedTime(start) ?? default;
}
