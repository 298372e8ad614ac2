namespace SdCom.Edge.Fleet.Simulation;

/// <summary>
/// What the broker's work costs. A queue is one Erlang process, so its own work is done one after the other whatever the machine; the rest is shared by the broker's cores.
/// The usual values were measured: processor time of RabbitMQ 3.10.8 (one node, so without copies to others; x86-64, two busy cores), split between a queue's process and the rest by Erlang's
/// count of reductions. Messages went without TLS, connections were made with it.
/// </summary>
public sealed record BrokerCosts
{
    /// <summary>Cores of the broker's busiest node, the one whose queues lead.</summary>
    public int Cores { get; init; } = 4;

    /// <summary>Microseconds that a quorum queue's process takes to enqueue, deliver, or settle a message.</summary>
    public double QueueMicroseconds { get; init; } = 10;

    /// <summary>Microseconds that a stream's writer takes for a message.</summary>
    public double StreamMicroseconds { get; init; } = 6;

    /// <summary>Microseconds of a core for a message from or to a client, all that it sets in motion included.</summary>
    public double MessageMicroseconds { get; init; } = 22;

    /// <summary>Microseconds of a core for a new connection: TLS, login, its processes.</summary>
    public double ConnectionMicroseconds { get; init; } = 5000;

    /// <summary>Microseconds of a core for a channel with its consumer.</summary>
    public double ChannelMicroseconds { get; init; } = 700;

    /// <summary>Microseconds that a quorum queue's process takes for a consumer that comes or goes.</summary>
    public double ConsumerMicroseconds { get; init; } = 250;

    /// <summary>And for each consumer that it has already: it looks at all of them (measured up to 4,000).</summary>
    public double ConsumerMicrosecondsEach { get; init; } = 0.4;

    /// <summary>Bytes that an open connection keeps.</summary>
    public double ConnectionBytes { get; init; } = 71e3;

    /// <summary>Bytes that a channel with its consumer keeps.</summary>
    public double ChannelBytes { get; init; } = 34e3;

    /// <summary>Bytes that a waiting message keeps in memory; an assumption, what was measured drowned in noise.</summary>
    public double WaitingBytes { get; init; } = 100;

    /// <summary>Bytes at which the broker stops publishers: the high watermark of runtime/deploy/kubernetes, 0.6 of 2 GiB.</summary>
    public double MemoryBytes { get; init; } = 0.6 * 2 * 1024 * 1024 * 1024;

    /// <summary>Milliseconds from a client to the broker; an assumption for one site.</summary>
    public double OneWayMilliseconds { get; init; } = 0.5;

    /// <summary>A broker that takes no time at all, to look at the rest.</summary>
    public static BrokerCosts None { get; } = new()
    {
        QueueMicroseconds = 0,
        StreamMicroseconds = 0,
        MessageMicroseconds = 0,
        ConnectionMicroseconds = 0,
        ChannelMicroseconds = 0,
        ConsumerMicroseconds = 0,
        ConsumerMicrosecondsEach = 0,
        OneWayMilliseconds = 0,
    };
}
