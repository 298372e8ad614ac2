using Microsoft.ML.OnnxRuntime;

namespace SdCom.Edge.Runtime.Inference.Binding;

/// <summary>A state of a graph on a device: its tensors in the program's memory, its two buffers, and what lies in the one that is read next.</summary>
/// <param name="input">The state that goes in.</param>
/// <param name="output">The state that comes out.</param>
/// <param name="buffers">The device's two buffers.</param>
internal sealed class DeviceState((string Name, OrtValue Value) input, (string Name, OrtValue Value) output, OrtValue[] buffers)
{
    private float[] last = []; // what the last run left on the device; sessions share the program's tensors, so those tell nothing
    private bool known;

    public string Input { get; } = input.Name;

    public string Output { get; } = output.Name;

    /// <summary>The program's tensor for what comes out.</summary>
    public OrtValue Next { get; } = output.Value;

    public OrtValue[] Buffers { get; } = buffers;

    /// <summary>The program's tensor for what goes in, as copying takes it.</summary>
    public OrtValue[] Host { get; } = [input.Value];

    /// <summary>Each buffer, as copying takes it.</summary>
    public OrtValue[][] Device { get; } = [[buffers[0]], [buffers[1]]];

    /// <summary>Whether the state that the program wants to go in is what the last run left on the device.</summary>
    public bool IsThere => known && Host[0].GetTensorDataAsSpan<float>().SequenceEqual(last);

    /// <summary>Remembers what came out, when it has been fetched.</summary>
    public void Keep()
    {
        ReadOnlySpan<float> came = Next.GetTensorDataAsSpan<float>();
        if (last.Length == 0)
            last = new float[came.Length];
        came.CopyTo(last);
        known = true;
    }

    /// <summary>The buffer that is read next is overwritten: until the run has gone well, nothing is known of it.</summary>
    public void Forget() => known = false;
}
