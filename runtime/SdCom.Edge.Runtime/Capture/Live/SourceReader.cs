namespace SdCom.Edge.Runtime.Capture.Live;

/// <summary>
/// One attempt to use a camera, on a thread of its own: it opens the source, then grabs each time it is asked. A native call that never
/// returns holds up this thread alone; whoever waited leaves it behind, and it lets go of the camera should it ever return.
/// </summary>
internal sealed class SourceReader
{
    private readonly ClockedGate gate;
    private readonly Func<IFrameSource> open;
    private readonly Action left;
    private readonly Thread thread;
    private bool abandoned;

    /// <param name="open">Opens the camera.</param>
    /// <param name="gate">Guards what is shared and is pulsed when an answer is there.</param>
    /// <param name="left">Told, on the reader's thread, when it has let go of the camera.</param>
    public SourceReader(Func<IFrameSource> open, ClockedGate gate, Action left)
    {
        this.open = open;
        this.gate = gate;
        this.left = left;
        thread = new Thread(Run) { IsBackground = true, Name = "camera" };
    }

    /// <summary>Still opening or grabbing.</summary>
    public bool IsBusy { get; private set; } = true;

    /// <summary>Whether the last grab brought a frame.</summary>
    public bool HasFrame { get; private set; }

    /// <summary>The camera while it is open; it may be used while the reader is not busy.</summary>
    public IFrameSource? Source { get; private set; }

    /// <summary>Why it ended; null while it goes on.</summary>
    public string? Problem { get; private set; }

    public void Start() => thread.Start();

    /// <summary>Asks for the next frame; the answer is there when <see cref="IsBusy"/> is false again.</summary>
    public void Ask()
    {
        lock (gate)
        {
            IsBusy = true;
            HasFrame = false;
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Asks for nothing more: the reader lets go of the camera as soon as it can.</summary>
    public void Abandon()
    {
        lock (gate)
        {
            abandoned = true;
            Source?.Stop();
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Waits for the thread's end; false when it hangs.</summary>
    public bool Join(TimeSpan patience) => thread.Join(patience);

    private void Run()
    {
        string end = "the stream ended";
        try
        {
            using IFrameSource source = open();
            Serve(source);
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            end = problem.Message;
        }

        lock (gate)
            Problem = end;
        Answer(false);
        left();
    }

    private void Serve(IFrameSource source)
    {
        Lend(source);
        try
        {
            Answer(false); // it is open
            while (IsAsked() && source.TryGrab(out _))
                Answer(true);
        }
        finally
        {
            Lend(null);
        }
    }

    private void Lend(IFrameSource? source)
    {
        lock (gate)
            Source = source;
    }

    private void Answer(bool hasFrame)
    {
        lock (gate)
        {
            HasFrame = hasFrame;
            IsBusy = false;
            Monitor.PulseAll(gate);
        }
    }

    // Waits for a question; false when the reader is left.
    private bool IsAsked()
    {
        lock (gate)
        {
            while (!abandoned && !IsBusy)
                Monitor.Wait(gate);
            return !abandoned;
        }
    }
}
