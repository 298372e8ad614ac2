using System.Threading.Channels;

namespace SdCom.Edge.Runtime.Overlay;

/// <summary>A picture as it goes over a network.</summary>
/// <param name="Number">Its number in the feed, from 1.</param>
/// <param name="Time">When it was taken, counted from the start of its source.</param>
/// <param name="Jpeg">The bytes; shared by all who look, and never changed.</param>
public sealed record JpegPicture(long Number, TimeSpan Time, ReadOnlyMemory<byte> Jpeg);

/// <summary>Somebody who looks at a <see cref="PictureFeed"/>: a slot of one picture, in which a newer one replaces the one that was not fetched yet.</summary>
public sealed class PictureViewer : IDisposable
{
    private readonly Channel<JpegPicture> slot;
    private readonly Action<PictureViewer> leave;
    private long dropped;
    private int left;

    internal PictureViewer(Action<PictureViewer> leave)
    {
        this.leave = leave;
        BoundedChannelOptions one = new(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = true };
        slot = Channel.CreateBounded<JpegPicture>(one, _ => Interlocked.Increment(ref dropped));
    }

    /// <summary>Pictures that were replaced before they were fetched.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    /// <summary>Waits for the newest picture; null when the feed has ended.</summary>
    public async ValueTask<JpegPicture?> NextAsync(CancellationToken cancel) =>
        await slot.Reader.WaitToReadAsync(cancel).ConfigureAwait(false) && slot.Reader.TryRead(out JpegPicture? picture) ? picture : null;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref left, 1) == 0)
            leave(this);
    }

    internal void Offer(JpegPicture picture) => slot.Writer.TryWrite(picture);

    internal void End() => slot.Writer.TryComplete();
}
