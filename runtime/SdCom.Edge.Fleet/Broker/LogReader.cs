using System.Runtime.CompilerServices;
using System.Threading.Channels;
using RabbitMQ.Client;

namespace SdCom.Edge.Fleet.Broker;

/// <summary>Reads streams without taking anything from them.</summary>
public static class LogReader
{
    private const ushort Ahead = 1000;
    private static readonly TimeSpan EmptyAfter = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan QuietAfter = TimeSpan.FromMilliseconds(300);

    /// <summary>From where to read.</summary>
    public static readonly object First = "first";

    /// <summary>Only what comes from now on.</summary>
    public static readonly object Next = "next";

    /// <summary>Reads what the stream holds now, from its beginning to its present end.</summary>
    public static async IAsyncEnumerable<Delivery> ReadAsync(IConnection connection, string stream, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (await FindEndAsync(connection, stream, cancel).ConfigureAwait(false) is not { } end)
            yield break;
        await foreach (Delivery message in FollowAsync(connection, stream, First, cancel).ConfigureAwait(false))
        {
            yield return message;
            if (message.Offset >= end)
                yield break;
        }
    }

    /// <summary>
    /// The offset of the newest message; null for an empty stream. AMQP has no question for it (asked for its length a stream of RabbitMQ 3.10 says 0), but a reader may begin with the newest
    /// chunk, which comes at once and in one piece.
    /// </summary>
    public static async Task<long?> FindEndAsync(IConnection connection, string stream, CancellationToken cancel) => (await FindLastAsync(connection, stream, cancel).ConfigureAwait(false))?.Offset;

    /// <summary>The newest message; null for an empty stream.</summary>
    public static async Task<Delivery?> FindLastAsync(IConnection connection, string stream, CancellationToken cancel)
    {
        Delivery? last = null;
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(EmptyAfter);
        try
        {
            await foreach (Delivery message in FollowAsync(connection, stream, "last", patience.Token).ConfigureAwait(false))
            {
                last = message;
                patience.CancelAfter(QuietAfter);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
        }

        return last;
    }

    /// <summary>Reads on and on, until cancelled or the connection is lost.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="offset"><see cref="First"/>, <see cref="Next"/>, a number, or the time of a message as <see cref="AmqpTimestamp"/>.</param>
    /// <param name="cancel">Ends it.</param>
    /// <param name="ahead">Messages that the broker may send before they are asked for; fewer where they are large.</param>
    public static async IAsyncEnumerable<Delivery> FollowAsync(
        IConnection connection, string stream, object offset, [EnumeratorCancellation] CancellationToken cancel, ushort ahead = Ahead)
    {
        ArgumentNullException.ThrowIfNull(connection);
        await using IChannel channel = await connection.CreateChannelAsync(cancellationToken: cancel).ConfigureAwait(false);
        await channel.BasicQosAsync(0, ahead, false, cancel).ConfigureAwait(false);
        Dictionary<string, object?> arguments = new() { ["x-stream-offset"] = offset };
        ChannelReader<Delivery> messages = await Consumption.BeginAsync(channel, stream, string.Empty, arguments, cancel).ConfigureAwait(false);
        int unacknowledged = 0;
        await foreach (Delivery message in messages.ReadAllAsync(cancel).ConfigureAwait(false))
        {
            if (++unacknowledged * 4 >= ahead)
            {
                await channel.BasicAckAsync(message.Tag, multiple: true, cancel).ConfigureAwait(false); // only makes room for more
                unacknowledged = 0;
            }

            yield return message;
        }
    }
}
