using SdCom.Edge.Core.Recognition;

namespace SdCom.Edge.Runtime.Capture;

/// <summary>
/// Moves due frames from a source to one consumer, on a thread of its own. A live source posts to a slot of one: a newer frame replaces the one
/// that waits there, which is counted as dropped. A recording waits for the consumer, so that every due frame is delivered.
/// Frames come from a small ring and go back to it; nothing is allocated while running.
/// </summary>
public sealed class CapturePump : IDisposable
{
    private readonly object gate = new();
    private readonly IFrameSource source;
    private readonly SegmentSampler sampler;
    private readonly IFrameViewer? viewer;
    private readonly Frame[] ring;
    private readonly Stack<Frame> free;
    private readonly Queue<Frame> posted;
    private readonly Thread thread;
    private readonly TimeProvider clock;
    private int sourceEpoch;
    private (int Width, int Height) size;
    private int epoch;
    private long captured;
    private long delivered;
    private long processed;
    private long dropped;
    private long failed;
    private bool wanted = true;
    private bool stopping;
    private bool ended;
    private Exception? failure;

    /// <summary>Prepares a pump over a source, which the caller keeps owning; <see cref="Start"/> starts it.</summary>
    /// <param name="source">Where frames come from.</param>
    /// <param name="sampler">Says which frames are due.</param>
    /// <param name="frames">Size of the ring, at least 3: one is written, one waits, one is being processed.</param>
    /// <param name="viewer">Shown frames between the due ones, too, on the capture thread; without it only due frames are decoded.
    /// <see cref="Frame.Number"/> is then the number of the latest due frame up to this one.</param>
    /// <param name="clock">Stamps <see cref="Frame.GrabbedAt"/>; the system's when left out.</param>
    public CapturePump(IFrameSource source, SegmentSampler sampler, int frames = 3, IFrameViewer? viewer = null, TimeProvider? clock = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 3);
        this.source = source;
        this.sampler = sampler;
        this.viewer = viewer;
        this.clock = clock ?? TimeProvider.System;
        ring = new Frame[frames];
        for (int i = 0; i < frames; i++)
            ring[i] = new Frame();
        free = new Stack<Frame>(ring);
        posted = new Queue<Frame>(frames);
        thread = new Thread(Run) { IsBackground = true, Name = "capture" };
    }

    /// <summary>Told, on the thread that brings it about, when there is something to take: a frame, or the end.</summary>
    public Action? Ready { get; init; }

    /// <summary>Asked at every frame, on the capture thread, whether frames are due at all; always when null.</summary>
    public Func<bool>? Wanted { get; init; }

    /// <summary>Told, on the capture thread, when frames are no longer wanted.</summary>
    public Action? Paused { get; init; }

    /// <summary>The frames so far.</summary>
    public FrameCounts Counts
    {
        get
        {
            lock (gate)
                return new FrameCounts(captured, processed, dropped, failed, captured - processed - dropped - failed);
        }
    }

    public void Start() => thread.Start();

    /// <summary>Waits for the next frame. Null when the source has ended and every frame was taken, or after <see cref="Stop"/>.</summary>
    /// <exception cref="SourceException">The source broke.</exception>
    public Frame? Take()
    {
        lock (gate)
        {
            while (!IsReady)
                Monitor.Wait(gate);
            return Next();
        }
    }

    /// <summary>Takes the next frame if there is one.</summary>
    /// <param name="frame">The frame; null when none waits, or none will come.</param>
    /// <returns>False once no frame will come: the source has ended and every frame was taken, or <see cref="Stop"/> was called.</returns>
    /// <exception cref="SourceException">The source broke.</exception>
    public bool TryTake(out Frame? frame)
    {
        lock (gate)
        {
            bool ready = IsReady;
            frame = ready ? Next() : null;
            return !ready || frame is not null;
        }
    }

    /// <summary>Gives a taken frame back and counts what became of it.</summary>
    public void Return(Frame frame, FrameFate fate)
    {
        lock (gate)
        {
            Count(fate);
            Recycle(frame);
        }
    }

    /// <summary>Ends capturing; frames that still wait are counted as dropped. May be called more than once and from any thread.</summary>
    public void Stop()
    {
        lock (gate)
        {
            stopping = true;
            while (posted.TryDequeue(out Frame? frame))
            {
                Count(FrameFate.Dropped);
                Recycle(frame);
            }

            Monitor.PulseAll(gate);
        }

        source.Stop();
        Ready?.Invoke();
    }

    public void Dispose()
    {
        Stop();
        if (thread.IsAlive)
            thread.Join();
        foreach (Frame frame in ring)
            frame.Dispose();
    }

    private bool IsReady => posted.Count > 0 || ended || stopping;

    private Frame? Next()
    {
        if (failure is not null)
            throw new SourceException($"{source.Name}: {failure.Message}", failure);
        return posted.Count > 0 && !stopping ? posted.Dequeue() : null;
    }

    private void Run()
    {
        try
        {
            while (source.TryGrab(out TimeSpan time))
            {
                bool due = IsWanted() && sampler.IsDue(time);
                bool watched = viewer?.Wants(time) ?? false;
                if (!due && !watched)
                    continue;
                long grabbed = clock.GetTimestamp();
                if (Rent() is not { } frame)
                    break;
                (frame.Time, frame.GrabbedAt) = (time, grabbed);
                Capture(frame, due, watched);
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            failure = e;
        }

        lock (gate)
        {
            ended = true;
            Monitor.PulseAll(gate);
        }

        Ready?.Invoke();
    }

    // After a pause a new stream begins: what was seen before has no bearing on what comes.
    private bool IsWanted()
    {
        bool was = wanted;
        wanted = Wanted?.Invoke() ?? true;
        if (wanted && !was)
            epoch++;
        if (was && !wanted)
            Paused?.Invoke();
        return wanted;
    }

    private void Capture(Frame frame, bool due, bool watched)
    {
        bool decoded = source.TryRetrieve(frame) && frame.Seal();
        if (decoded)
            frame.Epoch = EpochOf(frame);
        lock (gate)
        {
            captured += due ? 1 : 0;
            delivered += due && decoded ? 1 : 0;
            frame.Number = delivered - 1;
        }

        if (decoded && watched)
            viewer!.Show(frame);
        lock (gate)
        {
            if (due && decoded && !stopping)
                Post(frame);
            else
                Discard(frame, due, decoded);
        }

        if (due && decoded)
            Ready?.Invoke();
    }

    // A recording's pictures belong together, whatever their sizes.
    private int EpochOf(Frame frame)
    {
        bool resized = source.IsLive && size != (frame.Width, frame.Height) && size != default;
        if (resized || source.Epoch != sourceEpoch)
            epoch++;
        (sourceEpoch, size) = (source.Epoch, (frame.Width, frame.Height));
        return epoch;
    }

    private void Post(Frame frame)
    {
        if (source.IsLive && posted.TryDequeue(out Frame? stale))
        {
            Count(FrameFate.Dropped);
            Recycle(stale);
        }

        posted.Enqueue(frame);
        Monitor.PulseAll(gate);
    }

    private void Discard(Frame frame, bool due, bool decoded)
    {
        if (due)
            Count(decoded ? FrameFate.Dropped : FrameFate.Failed);
        Recycle(frame);
    }

    private Frame? Rent()
    {
        lock (gate)
        {
            while (free.Count == 0 && !stopping)
                Monitor.Wait(gate);
            return stopping ? null : free.Pop();
        }
    }

    private void Recycle(Frame frame)
    {
        free.Push(frame);
        Monitor.PulseAll(gate);
    }

    private void Count(FrameFate fate)
    {
        switch (fate)
        {
            case FrameFate.Processed: processed++; break;
            case FrameFate.Dropped: dropped++; break;
            default: failed++; break;
        }
    }
}
