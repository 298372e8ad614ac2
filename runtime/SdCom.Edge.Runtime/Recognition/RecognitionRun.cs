using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Capture;

namespace SdCom.Edge.Runtime.Recognition;

/// <summary>
/// Cameras through one set of nets until their sources end or somebody stops it: the program's main loop. Each camera captures on a thread of its own into a slot of one; this thread
/// serves those that have a frame in rounds: a glance at each, the widths of all decided together, then the answers. Who has no frame is not waited for.
/// </summary>
public sealed class RecognitionRun
{
    private readonly List<CameraStream> cameras;
    private Allowance allowance;
    private readonly List<CameraStream> round = [];
    private int first; // whose turn it is to be answered first

    /// <param name="cameras">The cameras; the run disposes them at its end. At least one, unless others come through a <see cref="Door"/>.</param>
    /// <param name="allowance">What their recognisers spend from.</param>
    public RecognitionRun(IReadOnlyList<CameraStream> cameras, Allowance allowance)
    {
        ArgumentNullException.ThrowIfNull(cameras);
        this.cameras = [.. cameras];
        this.allowance = allowance;
    }

    /// <summary>
    /// The clock of the budget when all sources are recordings: moved on by the frames' own time. Recordings then play as fast as they are answered, side by side in their own time.
    /// </summary>
    public MediaClock? Media { get; init; }

    /// <summary>Where cameras come and go meanwhile; the run then goes on until it is cancelled. Null for a run whose cameras stay.</summary>
    public CameraDoor? Door { get; init; }

    /// <summary>Runs to the end of the sources, or until cancelled, and says what each camera saw that is still there.</summary>
    /// <exception cref="SourceException">The only source broke, or was a recording without a frame that could be read; one of several ends alone and is told.</exception>
    public IReadOnlyList<RunSummary> Run(CancellationToken cancel)
    {
        if (Door is null)
            ArgumentOutOfRangeException.ThrowIfZero(cameras.Count);
        using AutoResetEvent bell = new(false); // a frame came, a source ended, or somebody is at the door
        Lock ringing = new();
        bool over = false;
        try
        {
            Door?.Open(Ring);
            foreach (CameraStream camera in cameras)
                camera.Start(Ring);
            using CancellationTokenRegistration stopping = cancel.Register(Door is null ? Stop : Ring); // at once when it was cancelled before: then there must be something to stop
            while (Gather(bell, cancel))
                Serve();
        }
        finally
        {
            lock (ringing)
                over = true; // who comes to the door late finds no bell
            Door?.Close();
            Stop();
            foreach (CameraStream camera in cameras)
                camera.Dispose();
        }

        if (!cancel.IsCancellationRequested)
        {
            foreach (CameraStream camera in cameras)
                camera.CheckReadable();
        }

        return Door is null && cameras is [{ Failure: { } failure }] ? throw failure : [.. cameras.Select(camera => camera.Summarise())];

        void Ring()
        {
            lock (ringing)
            {
                if (!over)
                    bell.Set();
            }
        }
    }

    private void Stop()
    {
        foreach (CameraStream camera in cameras)
            camera.Stop();
    }

    // Waits for the next round. False when no frame will come.
    private bool Gather(AutoResetEvent bell, CancellationToken cancel)
    {
        round.Clear();
        while (true)
        {
            if (Door is not null && cancel.IsCancellationRequested)
                return false;
            Door?.Serve(cameras, other => allowance = other);
            bool over = Door is null;
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

        first = cameras.Count == 0 ? 0 : (first + 1) % cameras.Count;
        for (int i = 0; i < cameras.Count; i++)
        {
            CameraStream camera = cameras[(first + i) % cameras.Count];
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
