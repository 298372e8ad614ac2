using Microsoft.ML.OnnxRuntime;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Packages;

namespace SdCom.Edge.Runtime.Inference;

/// <summary>The static net with its gate: a glance at every frame, and a score for each width.</summary>
public sealed class StaticNet : IDisposable
{
    private readonly BoundTensor<float> gateState;
    private readonly BoundTensor<float> nextGateState;
    private readonly BoundTensor<float>? shiftState; // null when the trunk does not shift
    private readonly BoundTensor<float>? nextShiftState;
    private readonly BoundTensor<float> scores;
    private readonly BoundSession session;
    private readonly BoundTensor<byte> image;
    private SeenPicture? seen; // null: looks at every picture anew

    /// <summary>Loads the graph; it reads <paramref name="image"/>, which stays its owner's.</summary>
    public StaticNet(ModelPackage model, Engine engine, BoundTensor<byte> image)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(image);
        this.image = image;
        GateSpec gate = model.Network.Gate;
        gateState = new BoundTensor<float>(1, gate.Hidden);
        nextGateState = new BoundTensor<float>(1, gate.Hidden);
        scores = new BoundTensor<float>(1, gate.Scores);
        Primary = new BoundTensor<float>(1, gate.Inputs);
        List<(string, OrtValue)> inputs = [(TensorNames.Image, image.Value), (TensorNames.GateState, gateState.Value)];
        List<(string, OrtValue)> outputs = [(TensorNames.Primary, Primary.Value), (TensorNames.GateScores, scores.Value), (TensorNames.GateStateOut, nextGateState.Value)];
        if (model.Network.Static.Shifts())
        {
            int length = model.Network.Static.ShiftStateLength(model.Network.GlanceSize);
            shiftState = new BoundTensor<float>(1, length);
            nextShiftState = new BoundTensor<float>(1, length);
            inputs.Add((TensorNames.ShiftState, shiftState.Value));
            outputs.Add((TensorNames.ShiftStateOut, nextShiftState.Value));
        }

        session = new BoundSession(engine, model.PathOf(ModelFiles.Static), [.. inputs], [.. outputs]);
    }

    /// <summary>The primary feature of the last frame, [1, P].</summary>
    public BoundTensor<float> Primary { get; }

    /// <summary>Looks at the image; the stream's gate state and shift state move on.</summary>
    /// <returns>The gate's score of each width.</returns>
    /// <exception cref="EngineException">The engine failed or a result is not finite.</exception>
    public ReadOnlySpan<float> Run(StreamState stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (seen is null || !HasSeen(stream))
            Look(stream);
        nextGateState.Span.CopyTo(stream.Gate);
        nextShiftState?.Span.CopyTo(stream.StaticShift);
        return scores.Span;
    }

    /// <summary>From now on a picture that is the same as the last, in the same state, is not looked at again: its answer is still here.</summary>
    public void Remember() => seen = new SeenPicture(image.Span.Length);

    /// <summary>Runs the session and nothing around it.</summary>
    public void RunBare() => session.Run();

    public void Dispose()
    {
        session.Dispose();
        gateState.Dispose();
        nextGateState.Dispose();
        shiftState?.Dispose();
        nextShiftState?.Dispose();
        scores.Dispose();
        Primary.Dispose();
    }

    private bool HasSeen(StreamState stream) =>
        seen!.Is(image.Span) && gateState.Span.SequenceEqual(stream.Gate) && (shiftState is null || shiftState.Span.SequenceEqual(stream.StaticShift));

    private void Look(StreamState stream)
    {
        seen?.Forget();
        stream.Gate.CopyTo(gateState.Span);
        if (shiftState is not null)
            stream.StaticShift.CopyTo(shiftState.Span);
        session.Run();
        session.CheckFinite(Primary.Span);
        session.CheckFinite(scores.Span);
        seen?.Set(image.Span);
    }
}
