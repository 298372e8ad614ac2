using System.Text.Json;

namespace SdCom.Edge.Host.Dashboard.State;

/// <summary>
/// Tells those who listen: actions and changes at once, and the whole state a few times a second. A snapshot is made once for all of them, and none is made while nobody listens.
/// </summary>
/// <param name="snapshot">Makes a snapshot.</param>
/// <param name="time">Paces the snapshots.</param>
internal sealed class EventHub(Func<DashboardState> snapshot, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(300);

    private readonly Lock gate = new();
    private readonly List<EventListener> listeners = [];
    private ITimer? ticker;
    private int ticking;
    private bool ended;

    /// <summary>How many listen.</summary>
    public int Listeners
    {
        get
        {
            lock (gate)
                return listeners.Count;
        }
    }

    /// <summary>Whether snapshots are being made.</summary>
    public bool Ticks
    {
        get
        {
            lock (gate)
                return ticker is not null;
        }
    }

    /// <summary>Events that listeners missed because they were slow, those that still listen.</summary>
    public long Dropped
    {
        get
        {
            lock (gate)
                return listeners.Sum(listener => listener.Dropped);
        }
    }

    /// <summary>Somebody begins to listen; its owner disposes it.</summary>
    public EventListener Join()
    {
        EventListener listener = new(Leave);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(ended, this);
            listeners.Add(listener);
            ticker ??= time.CreateTimer(_ => Tick(), null, Period, Period);
        }

        listener.Replace(State());
        return listener;
    }

    /// <summary>An action ended.</summary>
    public void Tell(ActionView action) => Send("action", () => JsonSerializer.SerializeToUtf8Bytes(action, DashboardJson.Default.ActionView));

    /// <summary>Somebody changed something.</summary>
    public void Tell(Change change) => Send("change", () => JsonSerializer.SerializeToUtf8Bytes(change, DashboardJson.Default.Change));

    public void Dispose()
    {
        lock (gate)
        {
            ended = true;
            ticker?.Dispose();
            listeners.ForEach(listener => listener.End());
        }
    }

    private void Tick()
    {
        if (Interlocked.Exchange(ref ticking, 1) == 1)
            return; // the one before takes longer than a period
        try
        {
            byte[] state = State();
            lock (gate)
                listeners.ForEach(listener => listener.Replace(state));
        }
        finally
        {
            Volatile.Write(ref ticking, 0);
        }
    }

    private byte[] State() => EventListener.Frame("state", JsonSerializer.SerializeToUtf8Bytes(snapshot(), DashboardJson.Default.DashboardState));

    private void Send(string type, Func<byte[]> body)
    {
        lock (gate)
        {
            if (listeners.Count == 0)
                return;
            byte[] message = EventListener.Frame(type, body());
            listeners.ForEach(listener => listener.Add(message));
        }
    }

    private void Leave(EventListener listener)
    {
        lock (gate)
        {
            listeners.Remove(listener);
            if (listeners.Count > 0)
                return;
            ticker?.Dispose();
            ticker = null;
        }
    }
}
