using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace SdCom.Edge.Fleet.Broker;

/// <summary>Asks whether a queue is there and how much waits in it, for which no user needs a right.</summary>
internal static class QueueLook
{
    private const int NotFound = 404;

    /// <summary>How many messages wait in a queue; null when there is no such queue.</summary>
    public static async Task<long?> CountAsync(IConnection connection, string queue, CancellationToken cancel)
    {
        IChannel channel = await connection.CreateChannelAsync(cancellationToken: cancel).ConfigureAwait(false);
        try
        {
            return (await channel.QueueDeclarePassiveAsync(queue, cancel).ConfigureAwait(false)).MessageCount;
        }
        catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode == NotFound)
        {
            return null; // the broker has closed the channel over it
        }
        finally
        {
            await channel.DisposeAsync().ConfigureAwait(false);
        }
    }
}
