using Microsoft.ML.OnnxRuntime;

namespace SdCom.Edge.Runtime.Inference.Binding;

/// <summary>
/// Tensors of a GPU provider that is built into its library: an input is copied to the device when it is bound, so what was written since needs a new binding;
/// outputs are copied back at the end of a run.
/// </summary>
internal sealed class ReboundTensors(InferenceSession session, (string Name, OrtValue Value)[] inputs, (string Name, OrtValue Value)[] outputs) : SessionTensors
{
    private readonly OrtIoBinding binding = Bind(session, inputs, outputs);
    private readonly (string Name, OrtValue Value)[] inputs = inputs;

    public override OrtIoBinding Bring()
    {
        foreach ((string name, OrtValue value) in inputs)
            binding.BindInput(name, value);
        return binding;
    }

    public override void Fetch()
    {
    }

    public override void Dispose() => binding.Dispose();
}
