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

    /// <summary>Joins loaded nets, which stay their owner's, with what the stream may spend.</summary>
    public Recognizer(ModelPackage model, Nets nets, Allowance allowance)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.nets = nets;
        Allowance = allowance;
        preprocessor = new PicturePreprocessor(model.Network.InputSize, model.Network.Fit);
        changes = model.Network.SeesChanges ? new PictureChanges(nets.Image.Length) : null;
        cuts = new SceneCut(model.Network.InputSize);
        rule = new PredictionRule(model.Manifest);
        stream = new StreamState(model.Network);
        probabilities = new float[model.Manifest.Classes.Count];
    }

    public Allowance Allowance { get; }

    /// <summary>Whether the stream begins anew where the scene changes, see <see cref="SceneCut"/>. For cameras and films; a labelled clip is one scene.</summary>
    public bool WatchesCuts { get; init; }

    /// <summary>The probability of each class after the last frame.</summary>
    public ReadOnlySpan<float> Probabilities => probabilities;

    /// <summary>Answers a frame.</summary>
    /// <exception cref="EngineException">The engine failed or answered nonsense; the stream starts anew with the next frame.</exception>
    public Answer Process(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (!Allowance.Begin())
            return Answer.Unaffordable;
        try
        {
            preprocessor.Fill(frame.Bgr, frame.Width, frame.Height, frame.Stride, nets.Image);
            bool cut = WatchesCuts && cuts.Sees(nets.Image);
            if (cut)
                Forget();
            changes?.Replace(nets.Image);
            ReadOnlySpan<float> scores = nets.Static.Run(stream);
            Decision decision = Allowance.Choose(scores);
            nets.Dynamic.Run(decision.Index, stream);
            ReadOnlySpan<float> logits = nets.Fusion.Run(stream);
            Answer answer = new(true, rule.Decide(logits, probabilities), decision) { BeginsScene = cut };
            Allowance.Finish(decision);
            return answer;
        }
        catch (EngineException)
        {
            Reset();
            throw;
        }
    }

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
