using OpenCvSharp;
using SdCom.Edge.Core;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Recognition;

namespace SdCom.Edge.Runtime.Overlay;

/// <summary>
/// Shows and records annotated frames beside the recogniser. For a camera it takes the newest frame when it has time and never slows anybody;
/// a recording waits for it, and each of its frames shows exactly what was known at its time.
/// </summary>
public sealed class Viewer : IFrameViewer, IDisposable
{
    private static readonly TimeSpan LivePeriod = TimeSpan.FromSeconds(1 / 15.0);

    private readonly object gate = new();
    private readonly RunStatus status;
    private readonly bool live;
    private readonly IReadOnlyList<IPictureSink> sinks;
    private readonly Frame[] ring = [new(), new(), new(), new()];
    private readonly Stack<Frame> free;
    private readonly Queue<Frame> waiting = new();
    private readonly Thread? thread;
    private TimeSpan due;
    private bool finished;
    private Exception? failure;

    /// <param name="status">What to show.</param>
    /// <param name="live">Whether the source is live.</param>
    /// <param name="sinks">Where pictures go; the viewer disposes them.</param>
    /// <param name="ownThread">False when the caller gives its thread by <see cref="Run"/>: desktops want their windows on the program's first thread.</param>
    public Viewer(RunStatus status, bool live, IReadOnlyList<IPictureSink> sinks, bool ownThread = true)
    {
        this.status = status;
        this.live = live;
        this.sinks = sinks;
        free = new Stack<Frame>(ring);
        if (!ownThread)
            return;
        thread = new Thread(Run) { IsBackground = true, Name = "viewer", Priority = ThreadPriority.BelowNormal };
        thread.Start();
    }

    public bool Wants(TimeSpan time)
    {
        if (!live)
            return true;
        if (time < due)
            return false;
        due = time + LivePeriod;
        return true;
    }

    public void Show(Frame frame)
    {
        if (Rent() is not { } copy)
            return;
        copy.CopyFrom(frame);
        lock (gate)
        {
            waiting.Enqueue(copy);
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>No further frame comes: <see cref="Run"/> shows what still waits and returns.</summary>
    public void End()
    {
        lock (gate)
        {
            finished = true;
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Shows frames until <see cref="End"/>, on the thread that calls it.</summary>
    public void Run()
    {
        using HudPainter painter = new();
        try
        {
            while (Next() is { } frame)
            {
                if (!live)
                    status.WaitForHandled(frame.Number + 1);
                HudState state = status.Snapshot(frame.Time);
                Mat picture = painter.Paint(frame.Picture, state);
                foreach (IPictureSink sink in sinks)
                    sink.Add(picture, state);
                Release(frame);
            }
        }
        catch (Exception problem) when (problem is OpenCVException or OpenCvSharpException or InputException or IOException)
        {
            failure = problem;
            End();
        }
    }

    /// <summary>Shows what still waits, completes the recorded files and reports a failure.</summary>
    /// <exception cref="InputException">A picture or video could not be written.</exception>
    public void Finish()
    {
        End();
        thread?.Join();
        if (failure is not null)
            throw failure as InputException ?? new InputException($"overlay: {failure.Message}", failure);
        foreach (IPictureSink sink in sinks)
            sink.Complete();
    }

    public void Dispose()
    {
        lock (gate)
        {
            finished = true;
            waiting.Clear();
            Monitor.PulseAll(gate);
        }

        thread?.Join();
        foreach (IPictureSink sink in sinks)
            sink.Dispose();
        foreach (Frame frame in ring)
            frame.Dispose();
    }

    private Frame? Rent()
    {
        lock (gate)
        {
            if (live && waiting.TryDequeue(out Frame? stale))
                return stale; // the newest frame wins
            while (free.Count == 0 && !finished && !live)
                Monitor.Wait(gate);
            return finished || free.Count == 0 ? null : free.Pop();
        }
    }

    private Frame? Next()
    {
        lock (gate)
        {
            while (waiting.Count == 0 && !finished)
                Monitor.Wait(gate);
            return waiting.TryDequeue(out Frame? frame) ? frame : null;
        }
    }

    private void Release(Frame frame)
    {
        lock (gate)
        {
            free.Push(frame);
            Monitor.PulseAll(gate);
        }
    }
}
