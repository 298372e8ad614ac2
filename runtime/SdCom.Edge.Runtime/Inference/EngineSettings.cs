namespace SdCom.Edge.Runtime.Inference;

/// <summary>Which execution provider runs the graphs, and on how many threads.</summary>
/// <param name="Provider">cpu, cuda or tensorrt.</param>
/// <param name="Threads">Threads of the pool that all sessions share, the calling one included.</param>
public sealed record EngineSettings(string Provider, int Threads)
{
    /// <summary>Whether graphs are rewritten for speed. Without it every node runs as it is written: slow, the reference for what fused kernels round differently.</summary>
    public bool Optimised { get; init; } = true;

    /// <summary>The CPU with all its cores.</summary>
    public static EngineSettings Cpu { get; } = new("cpu", Environment.ProcessorCount);
}
