using System.Text;

namespace SdCom.Edge.Host.Dashboard.State;

/// <summary>One who listens to an <see cref="EventHub"/>: a few events may wait, and one state, which a newer one replaces.</summary>
/// <param name="leave">Told at the end.</param>
internal sealed class EventListener(Action<EventListener> leave) : IDisposable
{
    private const int Waiting = 64;

    private readonly Lock gate = new();
    private readonly Queue<byte[]> events = new();
    private readonly SemaphoreSlim bell = new(0, 1);
    private byte[]? state;
    private bool ended;

    /// <summary>Events that found no room.</summary>
    public long Dropped { get; private set; }

    /// <summary>Waits for something to send; null at the end.</summary>
    public async ValueTask<byte[]?> NextAsync(CancellationToken cancel)
    {
        while (true)
        {
            lock (gate)
            {
                if (events.TryDequeue(out byte[]? message))
                    return message;
                if (Interlocked.Exchange(ref state, null) is { } newest)
                    return newest;
                if (ended)
                    return null;
            }

            await bell.WaitAsync(cancel).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        leave(this);
        bell.Dispose(); // nobody rings any longer
    }

    /// <summary>One message of a stream of server-sent events; JSON has no line breaks.</summary>
    internal static byte[] Frame(string type, byte[] json) => [.. Encoding.UTF8.GetBytes($"event: {type}\ndata: "), .. json, .. "\n\n"u8];

    internal void Add(byte[] message)
    {
        lock (gate)
        {
            if (events.Count == Waiting)
            {
                events.Dequeue();
                Dropped++;
            }

            events.Enqueue(message);
            Ring();
        }
    }

    internal void Replace(byte[] newest)
    {
        lock (gate)
        {
            state = newest;
            Ring();
        }
    }

    internal void End()
    {
        lock (gate)
        {
            ended = true;
            Ring();
        }
    }

    private void Ring()
    {
        if (bell.CurrentCount == 0)
            bell.Release();
    }
}
