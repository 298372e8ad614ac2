using SdCom.Edge.Runtime.Outputs.Queue;

namespace SdCom.Edge.Runtime.Tests.Outputs;

/// <summary>A far side that fails as told, attempt by attempt.</summary>
internal sealed class ScriptedDelivery : IDelivery
{
    private readonly Lock gate = new();
    private readonly List<OutputMessage> delivered = [];
    private int opens, attempts;

    /// <summary>Called at the n-th opening, from 0.</summary>
    public Action<int, CancellationToken> OnOpen { get; init; } = (_, _) => { };

    /// <summary>Called at the n-th attempt to deliver, from 0.</summary>
    public Action<int, CancellationToken> OnDeliver { get; init; } = (_, _) => { };

    public Func<TimeSpan> OnTend { get; init; } = () => Timeout.InfiniteTimeSpan;

    public int Opens => Volatile.Read(ref opens);

    public bool IsDisposed { get; private set; }

    /// <summary>What arrived.</summary>
    public OutputMessage[] Delivered
    {
        get
        {
            lock (gate)
                return [.. delivered];
        }
    }

    public void Open(CancellationToken cancel) => OnOpen(Interlocked.Increment(ref opens) - 1, cancel);

    public void Deliver(in OutputMessage message, CancellationToken cancel)
    {
        OnDeliver(attempts++, cancel);
        lock (gate)
            delivered.Add(message);
    }

    public TimeSpan Tend() => OnTend();

    public void Dispose() => IsDisposed = true;
}
