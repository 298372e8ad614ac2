namespace SdCom.Edge.Training.Data;

/// <summary>How clips are decoded on this machine. Nothing here changes what training computes.</summary>
public sealed record DecodeOptions
{
    /// <summary>Most bytes of decoded pictures on disk; null keeps all. The least recently used clips go first, whole, and are decoded again when needed.</summary>
    public long? CacheBytes { get; init; }

    /// <summary>Threads that decode and cut beside the trainer.</summary>
    public int Threads { get; init; } = Math.Max(1, Environment.ProcessorCount - 1);

    /// <summary>Batches made ahead of the trainer; each takes the memory of one batch.</summary>
    public int Prefetch { get; init; } = 2;
}
