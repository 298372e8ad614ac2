using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Recognition;
using SdCom.Edge.Runtime.Inference;

namespace SdCom.Edge.Runtime.Recognition;

/// <summary>
/// Asks on a share of the frames what the full width would have answered. Not frame by frame, since one better frame in a window of many changes little: whole windows run at full
/// width beside the stream, on a state of their own, and the answers after the last frame are compared. The first window begins with the first frame, the others at random.
/// </summary>
public sealed class FullWidthAudit
{
    private readonly Nets nets;
    private readonly StreamState shadow;
    private readonly PredictionRule rule;
    private readonly Random random;
    private readonly AgreementDrift drift = new();
    private readonly float[] probabilities;
    private readonly int full;
    private readonly int window;
    private readonly long macsPerFrame;
    private int left; // frames of the window that runs
    private bool begun;

    /// <param name="model">The model.</param>
    /// <param name="nets">The recogniser's own: they are asked between its frames.</param>
    /// <param name="share">The share of the frames, above 0 and at most 1.</param>
    /// <param name="random">Draws when windows begin.</param>
    public FullWidthAudit(ModelPackage model, Nets nets, double share, Random random)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!(share is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "share must be above 0 and at most 1.");
        this.nets = nets;
        this.random = random;
        Share = share;
        shadow = new StreamState(model.Network);
        rule = new PredictionRule(model.Manifest);
        probabilities = new float[model.Manifest.Classes.Count];
        full = model.Network.Widths.Count - 1;
        window = model.Manifest.Segments;
        macsPerFrame = model.Costs.Dynamic[full].Macs + model.Costs.Fusion.Macs;
    }

    /// <summary>The share of the frames that was asked for.</summary>
    public double Share { get; }

    /// <summary>Frames that also ran at full width.</summary>
    public long Frames { get; private set; }

    /// <summary>MACs that the audit cost; no budget pays for them.</summary>
    public long Macs => Frames * macsPerFrame;

    /// <summary>Windows that were compared.</summary>
    public long Windows { get; private set; }

    /// <summary>Windows in which both answers were the same.</summary>
    public long Agreed { get; private set; }

    /// <summary>Times that agreement fell, see <see cref="AgreementDrift"/>.</summary>
    public int Alarms { get; private set; }

    /// <summary>Looks again at the frame that was just answered, when it is its turn.</summary>
    /// <param name="answer">The recogniser's newest answer.</param>
    /// <returns>Whether agreement has just fallen: an alarm.</returns>
    /// <exception cref="EngineException">The engine failed.</exception>
    public bool Look(in Answer answer)
    {
        if (answer.BeginsScene)
            Restart();
        if (left == 0 && !Begins())
            return false;
        nets.Dynamic.Run(full, shadow);
        ReadOnlySpan<float> logits = nets.Fusion.Run(shadow);
        Frames++;
        if (--left > 0)
            return false;
        Windows++;
        bool agrees = Said(rule.Decide(logits, probabilities)) == Said(answer.Prediction);
        Agreed += agrees ? 1 : 0;
        bool alarm = drift.Add(agrees);
        Alarms += alarm ? 1 : 0;
        return alarm;
    }

    /// <summary>The stream begins anew: a window that is under way would compare different pasts.</summary>
    public void Restart() => left = 0;

    private static int Said(Prediction prediction) => prediction.IsAction ? prediction.ClassIndex : -1;

    // Windows fill the wanted share when the gap between them is window x (1 - share) / share frames on average.
    private bool Begins()
    {
        double gap = window * (1 - Share) / Share;
        if (begun && gap > 0 && random.NextDouble() * (gap + 1) >= 1)
            return false;
        begun = true;
        left = window;
        shadow.Reset();
        return true;
    }
}
