namespace SdCom.Edge.Fleet.Simulation;

/// <summary>
/// What the broker's work costs. A queue is one Erlang process, so its own work is done one after the other whatever the machine; the rest is shared by the broker's cores.
/// </summary>
public sealed record BrokerCosts
{
    /// <summary>Cores of the broker's busiest node, the one whose queues lead.</summary>
    public int Cores { get; init; } = 4;

    /// <summary>Microseconds that a quorum queue's process takes to enqueue, deliver, or settle a message.</summary>
    public double QueueMicroseconds { get; init; } = 25;

    /// <summary>Microseconds that a stream's writer takes for a message.</summary>
    public double StreamMicroseconds { get; init; } = 8;

    /// <summary>Microseconds of a core for a message from or to a client: reading, routing, confirming, writing, copying to the other nodes.</summary>
    public double MessageMicroseconds { get; init; } = 40;

    /// <summary>Microseconds of a core for a new connection: TLS, login, its processes.</summary>
    public double ConnectionMicroseconds { get; init; } = 4000;

    /// <summary>Microseconds of a core for a channel with its consumer.</summary>
    public double ChannelMicroseconds { get; init; } = 300;

    /// <summary>Bytes that an open connection keeps.</summary>
    public double ConnectionBytes { get; init; } = 100e3;

    /// <summary>Bytes that a channel with its consumer keeps.</summary>
    public double ChannelBytes { get; init; } = 60e3;

    /// <summary>Bytes that a waiting message keeps in memory (quorum queues of 3.10 keep an index and not the body).</summary>
    public double WaitingBytes { get; init; } = 100;

    /// <summary>Bytes at which the broker stops publishers: its high watermark.</summary>
    public double MemoryBytes { get; init; } = 0.6 * 2 * 1024 * 1024 * 1024;

    /// <summary>Milliseconds from a client to the broker.</summary>
    public double OneWayMilliseconds { get; init; } = 0.5;

    /// <summary>A broker that takes no time at all, to look at the rest.</summary>
    public static BrokerCosts None { get; } = new()
    {
        QueueMicroseconds = 0,
        StreamMicroseconds = 0,
        MessageMicroseconds = 0,
        ConnectionMicroseconds = 0,
        ChannelMicroseconds = 0,
        OneWayMilliseconds = 0,
    };
}
