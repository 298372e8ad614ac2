namespace SdCom.Edge.Core.Preprocessing;

/// <summary>
/// Makes a picture's rows from the frame's: the weighted sum of the rows that each covers, then along the row the weighted sums of neighbours, then the division by all weights.
/// </summary>
internal abstract class Resampler
{
    /// <summary>The fastest one that holds these tables' sums.</summary>
    public static Resampler Create(ResampleTable across, ResampleTable down) =>
        ShortSums.Hold(across, down) ? new ShortSums(across, down) : new LongSums(across, down);

    /// <summary>Fills the picture.</summary>
    /// <param name="bgr">From the first byte of the frame that the picture sees.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    /// <param name="rgb">The picture, its rows one after the other.</param>
    public abstract void Fill(ReadOnlySpan<byte> bgr, int stride, Span<byte> rgb);
}
