using SdCom.Edge.Runtime.Outputs.Queue;

namespace SdCom.Edge.Runtime.Outputs.Gpio;

/// <summary>How a pin shows actions.</summary>
public enum PinShape
{
    /// <summary>On for a time when an action begins.</summary>
    Pulse,

    /// <summary>On while an action goes on.</summary>
    Level,

    /// <summary>On and off in turns while an action goes on.</summary>
    Blink,
}

/// <summary>When a pin is on: a function of what began and ended, and of the time.</summary>
/// <param name="shape">How it shows actions.</param>
/// <param name="time">The length of a pulse, or of one on and off together.</param>
public sealed class PinPattern(PinShape shape, TimeSpan time)
{
    private readonly HashSet<string> going = []; // cameras that see an action
    private TimeSpan since;
    private TimeSpan? pulseUntil;

    /// <summary>Takes note of a beginning or an end.</summary>
    public void Add(in OutputMessage message, TimeSpan now)
    {
        string camera = message.Camera ?? string.Empty;
        if (message.Kind == MessageKinds.Began)
        {
            if (going.Count == 0)
                since = now;
            going.Add(camera);
            pulseUntil = now + time; // a second action makes the pulse longer
        }
        else if (message.Kind == MessageKinds.Ended)
        {
            going.Remove(camera);
        }
    }

    /// <summary>Nothing goes on any more.</summary>
    public void Clear()
    {
        going.Clear();
        pulseUntil = null;
    }

    /// <summary>Whether the pin is on, and the time until that may change by itself.</summary>
    public (bool IsOn, TimeSpan For) At(TimeSpan now) => shape switch
    {
        PinShape.Pulse when pulseUntil is { } end && now < end => (true, end - now),
        PinShape.Level => (going.Count > 0, Timeout.InfiniteTimeSpan),
        PinShape.Blink when going.Count > 0 => Blink(now - since),
        _ => (false, Timeout.InfiniteTimeSpan),
    };

    private (bool IsOn, TimeSpan For) Blink(TimeSpan elapsed)
    {
        long half = time.Ticks / 2;
        return ((elapsed.Ticks / half) % 2 == 0, TimeSpan.FromTicks(half - (elapsed.Ticks % half)));
    }
}
