using Microsoft.ML.OnnxRuntime;

namespace SdCom.Edge.Runtime.Inference.Binding;

/// <summary>
/// Tensors that the CPU reads and writes in place. A stream's state goes in from one buffer and comes out in another, and is copied between them and the stream,
/// so that streams may take turns on one session. That copy is some kilobytes at most: see <c>tests/Benchmarks</c> (state) for what it costs beside a frame.
/// </summary>
internal sealed class HostTensors(InferenceSession session, (string Name, OrtValue Value)[] inputs, (string Name, OrtValue Value)[] outputs) : SessionTensors
{
    private readonly OrtIoBinding binding = Bind(session, inputs, outputs);

    public override OrtIoBinding Bring() => binding;

    public override void Fetch()
    {
    }

    public override void Dispose() => binding.Dispose();
}
