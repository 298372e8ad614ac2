using OpenCvSharp;
using SdCom.Edge.Runtime.Overlay;

namespace SdCom.Edge.Runtime.Outputs.Clips;

/// <summary>A picture as it is kept: compressed, some 20 times smaller than in memory.</summary>
/// <param name="State">What the overlay showed, with the picture's time.</param>
/// <param name="Jpeg">The picture.</param>
internal sealed record KeptPicture(HudState State, byte[] Jpeg);

/// <summary>The last seconds of one camera, for what came before an event. The viewer's thread adds, an output's thread takes.</summary>
/// <param name="span">How far back it reaches.</param>
/// <param name="framesPerSecond">At most so many pictures a second are kept.</param>
public sealed class PictureRing(TimeSpan span, double framesPerSecond) : IPictureSink
{
    private const int Quality = 85;
    private readonly Queue<KeptPicture> pictures = new();
    private readonly TimeSpan period = TimeSpan.FromSeconds(0.9 / framesPerSecond); // a camera's frames come a little early at times
    private TimeSpan? newest;

    public double FramesPerSecond => framesPerSecond;

    /// <summary>Time of the newest picture; null before the first.</summary>
    public TimeSpan? Newest
    {
        get
        {
            lock (pictures)
                return newest;
        }
    }

    public void Add(Mat picture, HudState state)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(state);
        if (newest is { } last && state.Time - last < period)
            return;
        KeptPicture kept = new(state, picture.ImEncode(".jpg", new ImageEncodingParam(ImwriteFlags.JpegQuality, Quality)));
        lock (pictures)
        {
            pictures.Enqueue(kept);
            newest = state.Time;
            while (state.Time - pictures.Peek().State.Time > span)
                pictures.Dequeue();
        }
    }

    /// <summary>The first picture after a time that is still kept; null when there is none.</summary>
    internal KeptPicture? After(TimeSpan time)
    {
        lock (pictures)
        {
            foreach (KeptPicture picture in pictures)
            {
                if (picture.State.Time > time)
                    return picture;
            }

            return null;
        }
    }

    /// <summary>Nothing to complete: clips are files of their own.</summary>
    public void Complete()
    {
    }

    public void Dispose()
    {
    }
}
