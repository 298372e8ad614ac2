namespace SdCom.Edge.Runtime.Inputs;

/// <summary>How a trigger's levels are meant.</summary>
public enum TriggerMode
{
    /// <summary>Recognition runs while the input is on and for a while after: a motion sensor, a door contact.</summary>
    Level,

    /// <summary>Each time that the input goes on, recognition starts or pauses: a button.</summary>
    Toggle,
}

/// <summary>
/// Whether recognition is wanted now: told levels by an input, asked at every frame by capture threads, which costs nothing. While the input itself is away recognition runs: a lost
/// motion sensor must not make the camera blind.
/// </summary>
/// <param name="mode">How levels are meant.</param>
/// <param name="hold">How long recognition goes on after a level fell.</param>
/// <param name="clock">The time.</param>
public sealed class Trigger(TriggerMode mode, TimeSpan hold, TimeProvider clock)
{
    private readonly Lock gate = new();
    private bool high;
    private bool toggled;
    private bool lost;
    private long? fell; // time stamp

    /// <summary>Whether recognition is wanted.</summary>
    public bool IsActive
    {
        get
        {
            lock (gate)
                return lost || (mode == TriggerMode.Toggle ? toggled : high || (fell is { } stamp && clock.GetElapsedTime(stamp) < hold));
        }
    }

    /// <summary>How often the input went on.</summary>
    public long Activations { get; private set; }

    /// <summary>Why the input is away; null while it is there.</summary>
    public string? Problem { get; private set; }

    /// <summary>Told once when the input goes away, with the reason, and once when it is back, with null.</summary>
    public Action<string?>? OnLost { get; init; }

    /// <summary>The input shows a level.</summary>
    public void Set(bool isHigh)
    {
        lock (gate)
        {
            if (isHigh && !high)
            {
                Activations++;
                toggled = !toggled;
            }

            if (!isHigh && high)
                fell = clock.GetTimestamp();
            high = isHigh;
        }
    }

    /// <summary>The input is away, or back.</summary>
    /// <param name="problem">Why it is away; null when it is back.</param>
    public void Report(string? problem)
    {
        bool changed;
        lock (gate)
        {
            changed = lost != problem is not null;
            Problem = problem;
            lost = problem is not null;
            if (lost)
                high = false; // whatever it was, it says so anew
        }

        if (changed)
            OnLost?.Invoke(problem);
    }
}
