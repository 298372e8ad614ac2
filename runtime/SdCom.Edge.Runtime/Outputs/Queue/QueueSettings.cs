namespace SdCom.Edge.Runtime.Outputs.Queue;

/// <summary>How an output queues and how patient it is.</summary>
public sealed record QueueSettings
{
    public static QueueSettings Default { get; } = new();

    /// <summary>The kinds of messages that it wants.</summary>
    public MessageKinds Kinds { get; init; } = MessageKinds.Events;

    /// <summary>Messages that may wait.</summary>
    public int Capacity { get; init; } = 256;

    /// <summary>Age at which a message is no longer worth delivering.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.MaxValue;

    /// <summary>The longest wait before the second attempt; each one after it may wait twice as long.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait of all, and every wait for somebody to mend it.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the end of the program waits for what is still queued.</summary>
    public TimeSpan Farewell { get; init; } = TimeSpan.FromSeconds(2);
}
