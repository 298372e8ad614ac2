namespace SdCom.Edge.Core.Budget;

/// <summary>What one camera asks of a bucket that several share: first a glance at its frame, then a width.</summary>
public sealed class WidthClaim
{
    private readonly float[] scores;

    internal WidthClaim(int widths)
    {
        scores = new float[widths];
    }

    /// <summary>Whether the camera sends frames: others leave a glance for it in the bucket.</summary>
    public bool IsActive { get; set; } = true;

    /// <summary>The gate's scores of the frame that waits, one for each width.</summary>
    public ReadOnlySpan<float> Scores => scores;

    /// <summary>Whether a frame has had its glance and waits for its width.</summary>
    public bool Waits { get; private set; }

    /// <summary>What is held back in the bucket for the frame until it is paid for; 0 without a frame.</summary>
    public long Held { get; internal set; }

    /// <summary>The width that the frame would get if the camera were alone, and then the one that it was dealt.</summary>
    public Decision Decision { get; set; }

    // Numbers of the last glance and of the last wider look that nobody else cut: who is behind comes first.
    internal long Glanced { get; set; }

    internal long Widened { get; set; }

    // While widths are dealt.
    internal int Reached { get; set; }

    /// <summary>The glance is done: the frame waits for its width.</summary>
    public void Wait(ReadOnlySpan<float> frameScores)
    {
        frameScores.CopyTo(scores);
        Waits = true;
    }

    internal void Settle() => (Held, Waits) = (0, false);
}
