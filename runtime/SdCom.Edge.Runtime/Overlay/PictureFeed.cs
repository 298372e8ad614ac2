using OpenCvSharp;
using SdCom.Edge.Runtime.Capture;

namespace SdCom.Edge.Runtime.Overlay;

/// <summary>
/// One camera's pictures as JPEG for people who look on over a network. A picture is encoded once for all of them and only while somebody looks, on a thread of its own.
/// Nobody waits for anybody: the camera skips pictures while one is being encoded, and a viewer that is slow misses pictures, which is counted.
/// </summary>
public sealed class PictureFeed : IFrameViewer, IDisposable
{
    private const int LongestSide = 960;
    private const int Quality = 80;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1 / 12.0);

    private readonly object gate = new();
    private readonly TimeProvider clock;
    private readonly Frame waiting = new();
    private readonly Mat small = new();
    private PictureViewer[] viewers = []; // replaced, never changed: read without a lock
    private Thread? encoder; // from the first viewer on
    private long? last;
    private bool busy; // a picture waits or is being encoded
    private bool ended;
    private long dropped; // of viewers that have left
    private long number;

    /// <param name="clock">Spaces the pictures.</param>
    public PictureFeed(TimeProvider clock)
    {
        this.clock = clock;
    }

    /// <summary>How many look on.</summary>
    public int Viewers => Volatile.Read(ref viewers).Length;

    /// <summary>Pictures that were encoded.</summary>
    public long Encoded => Interlocked.Read(ref number);

    /// <summary>Pictures that viewers missed because they were slow.</summary>
    public long Dropped => Interlocked.Read(ref dropped) + Volatile.Read(ref viewers).Sum(viewer => viewer.Dropped);

    /// <summary>Somebody begins to look; the viewer's owner disposes it.</summary>
    public PictureViewer Join()
    {
        PictureViewer viewer = new(Leave);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(ended, this);
            viewers = [.. viewers, viewer];
            if (encoder is null)
            {
                encoder = new Thread(Encode) { IsBackground = true, Name = "pictures", Priority = ThreadPriority.BelowNormal };
                encoder.Start();
            }
        }

        return viewer;
    }

    public bool Wants(TimeSpan time)
    {
        if (Viewers == 0)
            return false;
        lock (gate)
            return !busy && !ended && (last is not { } before || clock.GetElapsedTime(before) >= Period);
    }

    public void Show(Frame frame)
    {
        lock (gate)
        {
            if (busy || ended)
                return;
            waiting.CopyFrom(frame);
            (busy, last) = (true, clock.GetTimestamp());
            Monitor.PulseAll(gate);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            ended = true;
            Monitor.PulseAll(gate);
        }

        encoder?.Join();
        foreach (PictureViewer viewer in viewers)
            viewer.End();
        waiting.Dispose();
        small.Dispose();
    }

    private void Leave(PictureViewer viewer)
    {
        lock (gate)
        {
            viewers = [.. viewers.Where(other => other != viewer)];
            dropped += viewer.Dropped;
        }
    }

    private void Encode()
    {
        while (WaitForPicture())
        {
            try
            {
                JpegPicture picture = new(Interlocked.Increment(ref number), waiting.Time, Fitted(waiting.Picture).ImEncode(".jpg", [(int)ImwriteFlags.JpegQuality, Quality]));
                foreach (PictureViewer viewer in Volatile.Read(ref viewers))
                    viewer.Offer(picture);
            }
            catch (Exception problem) when (problem is OpenCVException or OpenCvSharpException)
            {
                // One picture less; the next one is tried like any other.
            }

            lock (gate)
                busy = false;
        }
    }

    private bool WaitForPicture()
    {
        lock (gate)
        {
            while (!busy && !ended)
                Monitor.Wait(gate);
            return !ended;
        }
    }

    private Mat Fitted(Mat picture)
    {
        double scale = (double)LongestSide / Math.Max(picture.Cols, picture.Rows);
        if (scale >= 1)
            return picture;
        Cv2.Resize(picture, small, new Size((int)Math.Round(picture.Cols * scale), (int)Math.Round(picture.Rows * scale)), interpolation: InterpolationFlags.Area);
        return small;
    }
}
