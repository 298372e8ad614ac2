namespace SdCom.Edge.Runtime.Capture;

/// <summary>What became of the frames that were due: captured = processed + dropped + failed + waiting, always.</summary>
/// <param name="Captured">Frames that were due and were taken from the source.</param>
/// <param name="Processed">Frames that led to an answer.</param>
/// <param name="Dropped">Frames that a newer one replaced, that the budget could not pay for, or that were left at the end.</param>
/// <param name="Failed">Frames that could not be decoded or whose inference failed.</param>
/// <param name="Waiting">Frames on their way; 0 once the run has ended.</param>
public readonly record struct FrameCounts(long Captured, long Processed, long Dropped, long Failed, long Waiting);

/// <summary>How the work on a frame ended.</summary>
public enum FrameFate
{
    Processed,
    Dropped,
    Failed,
}
