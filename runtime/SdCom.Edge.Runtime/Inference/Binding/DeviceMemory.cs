using Microsoft.ML.OnnxRuntime;

namespace SdCom.Edge.Runtime.Inference.Binding;

/// <summary>A device's memory and how tensors get there and back.</summary>
/// <param name="Info">The memory, as sessions allocate in it.</param>
/// <param name="Copy">Copies tensors, sources to targets, and returns when they are there.</param>
internal sealed record DeviceMemory(OrtMemoryInfo Info, Action<OrtValue[], OrtValue[]> Copy)
{
    /// <summary>The memory of a device whose provider was registered as a plugin: the environment copies there. Each copy allocates two small arrays in the binding.</summary>
    public static DeviceMemory Of(OrtEpDevice device) =>
        new(device.GetMemoryInfo(OrtDeviceMemoryType.DEFAULT), (from, to) => OrtEnv.Instance().CopyTensors(from, to, null));
}
