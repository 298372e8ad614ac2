using System.Collections.Concurrent;

namespace SdCom.Edge.Runtime.Recognition;

/// <summary>Through which cameras come and go while a run goes on. Whoever asks is answered when the run's own thread has done it: streams, nets and allowance know one thread only.</summary>
public sealed class CameraDoor
{
    private readonly ConcurrentQueue<Change> changes = new();
    private volatile bool closed;
    private volatile Action? ring;

    /// <summary>A camera comes.</summary>
    /// <param name="create">Makes its stream, on the run's thread.</param>
    /// <returns>The stream, which the run serves from then on.</returns>
    /// <exception cref="OperationCanceledException">The run is over.</exception>
    public Task<CameraStream> JoinAsync(Func<CameraStream> create) => AskAsync(new Change(create, null));

    /// <summary>A camera goes: the run serves it no longer, and the caller disposes it.</summary>
    /// <exception cref="OperationCanceledException">The run is over, and has disposed it.</exception>
    public Task<CameraStream> LeaveAsync(CameraStream camera) => AskAsync(new Change(null, camera));

    /// <summary>The run begins.</summary>
    /// <param name="bell">Wakes it.</param>
    internal void Open(Action bell) => ring = bell;

    /// <summary>Does what was asked for, on the run's thread.</summary>
    internal void Serve(List<CameraStream> cameras)
    {
        while (changes.TryDequeue(out Change? change))
        {
            try
            {
                change.Done.SetResult(change.Apply(cameras, ring!));
            }
            catch (Exception problem) when (problem is not OutOfMemoryException)
            {
                change.Done.SetException(problem);
            }
        }
    }

    /// <summary>The run is over.</summary>
    internal void Close()
    {
        closed = true;
        while (changes.TryDequeue(out Change? change))
            change.Done.TrySetCanceled();
    }

    private Task<CameraStream> AskAsync(Change change)
    {
        changes.Enqueue(change);
        if (closed)
            Close();
        else
            ring?.Invoke();
        return change.Done.Task;
    }

    private sealed record Change(Func<CameraStream>? Create, CameraStream? Leaves)
    {
        public TaskCompletionSource<CameraStream> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CameraStream Apply(List<CameraStream> cameras, Action ready)
        {
            if (Leaves is { } gone)
            {
                if (cameras.Remove(gone))
                    gone.LeaveAllowance();
                return gone;
            }

            CameraStream camera = Create!();
            camera.Start(ready);
            cameras.Add(camera);
            return camera;
        }
    }
}
