using System.Collections.Concurrent;
using SdCom.Edge.Runtime.Budget;

namespace SdCom.Edge.Runtime.Recognition;

/// <summary>Through which cameras and models come and go while a run goes on. Whoever asks is answered when the run's own thread has done it: streams, nets and allowance know one thread only.</summary>
public sealed class CameraDoor
{
    private readonly ConcurrentQueue<Change> changes = new();
    private volatile bool closed;
    private volatile Action? ring;

    /// <summary>A camera comes.</summary>
    /// <param name="create">Makes its stream, on the run's thread.</param>
    /// <returns>The stream, which the run serves from then on.</returns>
    /// <exception cref="OperationCanceledException">The run is over.</exception>
    public Task<CameraStream> JoinAsync(Func<CameraStream> create) => AskAsync((cameras, _) =>
    {
        CameraStream camera = create();
        camera.Start(ring!);
        cameras.Add(camera);
        return camera;
    });

    /// <summary>A camera goes: the run serves it no longer, and the caller disposes it.</summary>
    /// <exception cref="OperationCanceledException">The run is over, and has disposed it.</exception>
    public Task<CameraStream> LeaveAsync(CameraStream camera) => AskAsync((cameras, _) =>
    {
        if (cameras.Remove(camera))
            camera.LeaveAllowance();
        return camera;
    });

    /// <summary>Another model takes over between two frames: all cameras get recognisers of it, and spend from another allowance.</summary>
    /// <param name="begin">Called first, on the run's thread; returns what they spend from.</param>
    /// <param name="create">Makes a camera's recogniser and audit, on the run's thread.</param>
    /// <returns>How many cameras there are.</returns>
    /// <exception cref="OperationCanceledException">The run is over.</exception>
    public Task<int> SwitchAsync(Func<Allowance> begin, Func<(Recognizer Recognizer, FullWidthAudit? Audit)> create) => AskAsync((cameras, spend) =>
    {
        spend(begin());
        foreach (CameraStream camera in cameras)
        {
            (Recognizer recognizer, FullWidthAudit? audit) = create();
            camera.SwitchTo(recognizer, audit);
        }

        return cameras.Count;
    });

    /// <summary>The run begins.</summary>
    /// <param name="bell">Wakes it.</param>
    internal void Open(Action bell) => ring = bell;

    /// <summary>Does what was asked for, on the run's thread.</summary>
    /// <param name="cameras">The run's cameras.</param>
    /// <param name="spend">Gives the run another allowance.</param>
    internal void Serve(List<CameraStream> cameras, Action<Allowance> spend)
    {
        while (changes.TryDequeue(out Change? change))
            change.Apply(cameras, spend);
    }

    /// <summary>The run is over.</summary>
    internal void Close()
    {
        closed = true;
        while (changes.TryDequeue(out Change? change))
            change.Cancel();
    }

    private Task<T> AskAsync<T>(Func<List<CameraStream>, Action<Allowance>, T> apply)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        changes.Enqueue(new Change(Apply, () => done.TrySetCanceled()));
        if (closed)
            Close();
        else
            ring?.Invoke();
        return done.Task;

        void Apply(List<CameraStream> cameras, Action<Allowance> spend)
        {
            try
            {
                done.SetResult(apply(cameras, spend));
            }
            catch (Exception problem) when (problem is not OutOfMemoryException)
            {
                done.SetException(problem);
            }
        }
    }

    private sealed record Change(Action<List<CameraStream>, Action<Allowance>> Apply, Action Cancel);
}
