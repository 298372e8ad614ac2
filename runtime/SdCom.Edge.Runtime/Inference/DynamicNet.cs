using Microsoft.ML.OnnxRuntime;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Runtime.Inference.SharedWeights;

namespace SdCom.Edge.Runtime.Inference;

/// <summary>The dynamic net, a session for each width; all write into one feature, zero-padded to its full length.</summary>
public sealed class DynamicNet : IDisposable
{
    private readonly BoundTensor<float>?[] features; // the first channels of Supplementary, for each width
    private readonly BoundSession?[] sessions; // null for skip and for widths that are left out
    private readonly DynamicSessions owner; // of the sessions
    private readonly BoundTensor<float>? shiftState; // null when the trunk does not shift
    private readonly BoundTensor<float>? nextShiftState;
    private readonly BoundTensor<byte> image;
    private SeenFeatures? seen; // null: runs for every picture anew

    /// <summary>Loads the graphs; they read <paramref name="image"/>, which stays its owner's.</summary>
    /// <param name="model">The model.</param>
    /// <param name="engine">What runs the graphs.</param>
    /// <param name="image">The picture.</param>
    /// <param name="onlyFullWidth">Leaves the other widths out, for comparing memory.</param>
    public DynamicNet(ModelPackage model, Engine engine, BoundTensor<byte> image, bool onlyFullWidth = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(image);
        this.image = image;
        WidthSet widths = model.Network.Widths;
        Supplementary = new BoundTensor<float>(1, model.Network.Fusion.Supplementary);
        features = new BoundTensor<float>?[widths.Count];
        sessions = new BoundSession?[widths.Count];
        if (model.Network.Dynamic.Shifts())
        {
            int length = model.Network.Dynamic.ShiftStateLength(model.Network.InputSize);
            shiftState = new BoundTensor<float>(1, length);
            nextShiftState = new BoundTensor<float>(1, length);
        }

        List<WidthSession> loaded = [];
        for (int i = 0; i < widths.Count; i++)
        {
            Width width = widths[i];
            if (width.IsSkip || (onlyFullWidth && width != Width.Full))
                continue;
            BoundTensor<float> feature = features[i] = Supplementary.Head(1, model.Network.Dynamic.FeatureAt(width));
            List<(string, OrtValue)> inputs = [(TensorNames.Image, image.Value)];
            List<(string, OrtValue)> outputs = [(TensorNames.Supplementary, feature.Value)];
            if (shiftState is not null)
            {
                inputs.Add((TensorNames.ShiftState, shiftState.Value));
                outputs.Add((TensorNames.ShiftStateOut, nextShiftState!.Value));
            }

            loaded.Add(new WidthSession(width, model.PathOf(ModelFiles.Dynamic(width)), inputs, outputs, feature));
        }

        owner = new DynamicSessions(engine, model.Manifest.Precision?.Kind, loaded, new WidthTrial(model, image, shiftState, nextShiftState));
        foreach (WidthSession session in loaded)
            sessions[widths.IndexOf(session.Width)] = owner[session.Width];
    }

    /// <summary>How the weights of all widths lie in memory.</summary>
    public WeightStorage Weights => owner.Weights;

    /// <summary>The supplementary feature of the last frame, [1, D].</summary>
    public BoundTensor<float> Supplementary { get; }

    /// <summary>Adds what the glance misses, at a width, and moves the stream's shift state on; skip leaves only zeros, and the state as it was.</summary>
    /// <exception cref="EngineException">The engine failed or a result is not finite.</exception>
    public void Run(int widthIndex, StreamState stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Span<float> feature = features[widthIndex] is { } part ? part.Span : [];
        Supplementary.Span[feature.Length..].Clear();
        if (sessions[widthIndex] is not { } session)
            return;
        if (seen?.Recall(image.Span, widthIndex, feature) == true)
            return;
        if (shiftState is not null)
            stream.DynamicShift.CopyTo(shiftState.Span);
        session.Run();
        session.CheckFinite(feature);
        seen?.Keep(widthIndex, feature);
        nextShiftState?.Span.CopyTo(stream.DynamicShift);
    }

    /// <summary>From now on a picture that is the same as the last is not run again at a width at which its feature is known. A trunk that shifts answers differently each time and goes on running.</summary>
    public void Remember()
    {
        if (shiftState is null)
            seen = new SeenFeatures(image.Span.Length, [.. features.Select(feature => feature?.Span.Length ?? 0)]);
    }

    /// <summary>Runs the session and nothing around it.</summary>
    public void RunBare(int widthIndex) => sessions[widthIndex]?.Run();

    public void Dispose()
    {
        owner.Dispose();
        foreach (BoundTensor<float>? feature in features)
            feature?.Dispose();
        Supplementary.Dispose();
        shiftState?.Dispose();
        nextShiftState?.Dispose();
    }
}
