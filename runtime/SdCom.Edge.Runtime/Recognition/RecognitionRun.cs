using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Capture;

namespace SdCom.Edge.Runtime.Recognition;

/// <summary>
/// Cameras through one set of nets until their sources end or somebody stops it: the program's main loop. Each camera captures on a thread of its own into a slot of one; this thread
/// serves those that have a frame in rounds: a glance at each, the widths of all decided together, then the answers. Who has no frame is not waited for.
/// </summary>
public sealed class RecognitionRun
{
    private readonly CameraStream[] cameras;
    private readonly Allowance allowance;
    private readonly List<CameraStream> round = [];
    private int first; // whose turn it is to be answered first

    /// <param name="cameras">The cameras; the run disposes them at its end.</param>
    /// <param name="allowance">What their recognisers spend from.</param>
    public RecognitionRun(IReadOnlyList<CameraStream> cameras, Allowance allowance)
    {
        ArgumentNullException.ThrowIfNull(cameras);
        ArgumentOutOfRangeException.ThrowIfZero(cameras.Count);
        this.cameras = [.. cameras];
        this.allowance = allowance;
    }

    /// <summary>
    /// The clock of the budget when all sources are recordings: moved on by the frames' own time. Recordings then play as fast as they are answered, side by side in their own time.
    /// </summary>
    public MediaClock? Media { get; init; }

    /// <summary>Runs to the end of the sources, or until cancelled, and says what each camera saw.</summary>
    /// <exception cref="SourceException">The only source broke, or was a recording without a frame that could be read; one of several ends alone and is told.</exception>
    public IReadOnlyList<RunSummary> Run(CancellationToken cancel)
    {
        using AutoResetEvent bell = new(false); // a frame came, or a source ended
        try
        {
            foreach (CameraStream camera in cameras)
                camera.Start(() => bell.Set());
            using CancellationTokenRegistration stopping = cancel.Register(Stop); // at once when it was cancelled before: then there must be something to stop
            while (Gather(bell))
                Serve();
        }
        finally
        {
            Stop();
            foreach (CameraStream camera in cameras)
                camera.Dispose();
        }

        if (!cancel.IsCancellationRequested)
        {
            foreach (CameraStream camera in cameras)
                camera.CheckReadable();
        }

        return cameras is [{ Failure: { } failure }] ? throw failure : [.. cameras.Select(camera => camera.Summarise())];
    }

    private void Stop()
    {
        foreach (CameraStream camera in cameras)
            camera.Stop();
    }

    // Waits for the next round. False when no frame will come.
    private bool Gather(AutoResetEvent bell)
    {
        round.Clear();
        while (true)
        {
            bool over = true;
            foreach (CameraStream camera in cameras)
            {
                camera.Fetch();
                over &= camera.IsOver && camera.Frame is null;
            }

            if (over)
                return false;
            Choose();
            if (round.Count > 0)
                return true;
            bell.WaitOne();
        }
    }

    // Whoever has a frame; of recordings the earliest frames, once each has shown its next one.
    private void Choose()
    {
        TimeSpan time = TimeSpan.MaxValue;
        foreach (CameraStream camera in cameras)
        {
            if (Media is null)
                continue;
            if (camera.Frame is { } frame)
                time = frame.Time < time ? frame.Time : time;
            else if (!camera.IsOver)
                return;
        }

        first = (first + 1) % cameras.Length;
        for (int i = 0; i < cameras.Length; i++)
        {
            CameraStream camera = cameras[(first + i) % cameras.Length];
            if (camera.Frame?.Time <= time)
                round.Add(camera);
        }

        Media?.MoveTo(time);
    }

    private void Serve()
    {
        foreach (CameraStream camera in round)
            camera.Look();
        allowance.Decide();
        foreach (CameraStream camera in round)
            camera.Answer();
    }
}
