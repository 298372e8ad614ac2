using SdCom.Edge.Runtime.Outputs;
using SdCom.Edge.Runtime.Recognition;

namespace SdCom.Edge.Host.Dashboard.State;

/// <summary>The last actions that ended, on all cameras. It is told as an output is, and never waits.</summary>
/// <param name="cameras">The cameras' names, by position.</param>
/// <param name="time">The wall clock.</param>
internal sealed class ActionBoard(IReadOnlyList<string> cameras, TimeProvider time) : IOutput
{
    private const int Kept = 100;

    private readonly Lock gate = new();
    private readonly Queue<ActionView> last = new();
    private long count;

    /// <summary>Told each one, on the thread that ended it.</summary>
    public Action<ActionView>? Added { get; set; }

    /// <summary>Actions so far.</summary>
    public long Count => Interlocked.Read(ref count);

    /// <summary>The newest ones, newest first.</summary>
    public IReadOnlyList<ActionView> Recent
    {
        get
        {
            lock (gate)
                return [.. last.Reverse()];
        }
    }

    public void Write(in OutputRecord record)
    {
        // Answers are in the cameras' states.
    }

    public void Begin(in ActionEvent action, string name)
    {
        // What goes on is in the cameras' states.
    }

    public void Write(in ActionEvent action, string name)
    {
        int camera = 0;
        while (camera < cameras.Count - 1 && cameras[camera] != action.Camera)
            camera++;
        ActionView view;
        lock (gate)
        {
            view = new ActionView(++count, action.Camera is null ? 0 : camera, name, Rounded(action.Start), Rounded(action.End), Math.Round(action.Confidence, 3), time.GetUtcNow());
            if (last.Count == Kept)
                last.Dequeue();
            last.Enqueue(view);
        }

        Added?.Invoke(view);
    }

    public void Dispose()
    {
    }

    private static double Rounded(TimeSpan value) => Math.Round(value.TotalSeconds, 2);
}
