using SdCom.Edge.Core.Budget;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Preprocessing;
using SdCom.Edge.Core.Recognition;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Inference;

namespace SdCom.Edge.Runtime.Recognition;

/// <summary>
/// Recognises actions in one stream of frames: the static net looks, the policy picks a width, the dynamic net adds what is missing.
/// One thread at a time; after the first frame of a size nothing is allocated.
/// </summary>
public sealed class Recognizer
{
    private readonly Nets nets;
    private readonly PicturePreprocessor preprocessor;
    private readonly PictureChanges? changes; // null: the trunks see pictures
    private readonly SceneCut cuts;
    private readonly PredictionRule rule;
    private readonly StreamState stream;
    private readonly float[] probabilities;
    private readonly KeptGlance? glance; // null: the nets are this stream's alone
    private bool beginsScene;

    /// <summary>Joins loaded nets, which stay their owner's, with what the stream may spend.</summary>
    /// <param name="model">The model.</param>
    /// <param name="nets">Its nets.</param>
    /// <param name="allowance">What the stream may spend, alone or together with others.</param>
    /// <param name="inTurns">Whether others use the nets between this stream's <see cref="Look"/> and <see cref="Finish"/>.</param>
    public Recognizer(ModelPackage model, Nets nets, Allowance allowance, bool inTurns = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(allowance);
        this.nets = nets;
        Allowance = allowance;
        Claim = allowance.Join();
        glance = inTurns ? new KeptGlance(nets) : null;
        preprocessor = new PicturePreprocessor(model.Network.InputSize, model.Network.Fit);
        changes = model.Network.SeesChanges ? new PictureChanges(nets.Image.Length) : null;
        cuts = new SceneCut(model.Network.InputSize);
        rule = new PredictionRule(model.Manifest);
        stream = new StreamState(model.Network);
        probabilities = new float[model.Manifest.Classes.Count];
    }

    public Allowance Allowance { get; }

    /// <summary>The stream's part in the allowance.</summary>
    public Claim Claim { get; }

    /// <summary>Whether the stream begins anew where the scene changes, see <see cref="SceneCut"/>. For cameras and films; a labelled clip is one scene.</summary>
    public bool WatchesCuts { get; init; }

    /// <summary>The probability of each class after the last frame.</summary>
    public ReadOnlySpan<float> Probabilities => probabilities;

    /// <summary>Answers a frame.</summary>
    /// <exception cref="EngineException">The engine failed or answered nonsense; the stream starts anew with the next frame.</exception>
    public Answer Process(Frame frame)
    {
        if (!Look(frame))
            return Answer.Unaffordable;
        Allowance.Decide();
        return Finish();
    }

    /// <summary>The first half of a frame: the static net's glance. False when the budget could not pay for it.</summary>
    /// <exception cref="EngineException">The engine failed or answered nonsense; the stream starts anew with the next frame.</exception>
    public bool Look(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (!Claim.Begin())
            return false;
        try
        {
            preprocessor.Fill(frame.Bgr, frame.Width, frame.Height, frame.Stride, nets.Image);
            beginsScene = WatchesCuts && cuts.Sees(nets.Image);
            if (beginsScene)
                Forget();
            changes?.Replace(nets.Image);
            Claim.Wait(nets.Static.Run(stream));
            glance?.Keep(nets);
            return true;
        }
        catch (EngineException)
        {
            Claim.Break();
            Reset();
            throw;
        }
    }

    /// <summary>The second half, after <see cref="Budget.Allowance.Decide"/>: the dynamic net adds what is missing, and the prediction leaves.</summary>
    /// <exception cref="EngineException">The engine failed or answered nonsense; the stream starts anew with the next frame.</exception>
    public Answer Finish()
    {
        try
        {
            Claim.Resume();
            glance?.Restore(nets);
            Decision decision = Claim.Decision;
            nets.Dynamic.Run(decision.Index, stream);
            ReadOnlySpan<float> logits = nets.Fusion.Run(stream);
            Answer answer = new(true, rule.Decide(logits, probabilities), decision) { BeginsScene = beginsScene };
            Claim.Finish();
            return answer;
        }
        catch (EngineException)
        {
            Reset();
            throw;
        }
    }

    /// <summary>Gives its part in the allowance back, for good; it answers no frame after that.</summary>
    public void Leave() => Allowance.Leave(Claim);

    /// <summary>Forgets what was seen: another clip or another scene begins.</summary>
    public void Reset()
    {
        cuts.Reset();
        Forget();
    }

    private void Forget()
    {
        stream.Reset();
        changes?.Reset();
        Array.Clear(probabilities);
    }
}
