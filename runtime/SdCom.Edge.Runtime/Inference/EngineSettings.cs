using SdCom.Edge.Runtime.Inference.Binding;

namespace SdCom.Edge.Runtime.Inference;

/// <summary>Which execution provider runs the graphs, and on how many threads.</summary>
/// <param name="Provider">cpu, cuda or tensorrt.</param>
/// <param name="Threads">Threads of the pool that all sessions share, the calling one included.</param>
public sealed record EngineSettings(string Provider, int Threads)
{
    /// <summary>Whether graphs are rewritten for speed. Without it every node runs as it is written: slow, the reference for what fused kernels round differently.</summary>
    public bool Optimised { get; init; } = true;

    /// <summary>Whether the pool's threads wait in a loop between two graphs instead of sleeping.</summary>
    public bool Spinning { get; init; }

    /// <summary>The cores that the program keeps to; null leaves it to the kernel.</summary>
    public IReadOnlyList<int>? Affinity { get; init; }

    /// <summary>The device's own <c>libonnxruntime.so</c>; null takes the one beside the program. <see cref="Providers.EngineLibrary.Variable"/> wins over it.</summary>
    public string? Library { get; init; }

    /// <summary>Where TensorRT keeps what it builds of one model on one machine; null builds it anew each time.</summary>
    public string? TensorRtFolder { get; init; }

    /// <summary>Whether TensorRT may compute in 16 bits; for graphs that are float16 already.</summary>
    public bool HalfPrecision { get; init; }

    /// <summary>Memory to give sessions their buffers in, whatever the provider: so tests prove the way that tensors take to a GPU.</summary>
    internal DeviceMemory? Device { get; init; }

    /// <summary>Whether the dynamic net's widths share weights.</summary>
    public WeightSharing Weights { get; init; }

    /// <summary>The CPU with all its cores.</summary>
    public static EngineSettings Cpu { get; } = new("cpu", Environment.ProcessorCount);
}
