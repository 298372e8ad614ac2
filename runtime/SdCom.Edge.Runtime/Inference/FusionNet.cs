using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Runtime.Inference.Binding;

namespace SdCom.Edge.Runtime.Inference;

/// <summary>The fusion: both features and the window of the last frames to one logit for each class.</summary>
public sealed class FusionNet : IDisposable
{
    private readonly BoundTensor<float> window;
    private readonly BoundTensor<float> nextWindow;
    private readonly BoundTensor<float> logits;
    private readonly BoundSession session;

    /// <summary>Loads the graph; it reads both features, which stay their owners'.</summary>
    public FusionNet(ModelPackage model, Engine engine, BoundTensor<float> primary, BoundTensor<float> supplementary)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(primary);
        ArgumentNullException.ThrowIfNull(supplementary);
        FusionSpec spec = model.Network.Fusion;
        window = new BoundTensor<float>(1, spec.Segments, spec.Hidden);
        nextWindow = new BoundTensor<float>(1, spec.Segments, spec.Hidden);
        logits = new BoundTensor<float>(1, spec.Classes);
        session = new BoundSession(
            engine,
            model.PathOf(ModelFiles.Fusion),
            [(TensorNames.Primary, primary.Value), (TensorNames.Supplementary, supplementary.Value), (TensorNames.Window, window.Value)],
            [(TensorNames.Logits, logits.Value), (TensorNames.WindowOut, nextWindow.Value)]);
    }

    /// <summary>Combines the features with the stream's window, which moves on.</summary>
    /// <returns>One logit for each class.</returns>
    /// <exception cref="EngineException">The engine failed or a result is not finite.</exception>
    public ReadOnlySpan<float> Run(StreamState stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Window.CopyTo(window.Span);
        session.Run();
        session.CheckFinite(logits.Span);
        nextWindow.Span.CopyTo(stream.Window);
        return logits.Span;
    }

    /// <summary>How often its window had to be brought to a device, for tests.</summary>
    internal int StatesBrought => ((DeviceTensors)session.Tensors).StatesBrought;

    /// <summary>Runs the session and nothing around it.</summary>
    public void RunBare() => session.Run();

    public void Dispose()
    {
        session.Dispose();
        window.Dispose();
        nextWindow.Dispose();
        logits.Dispose();
    }
}
