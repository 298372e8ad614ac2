using System.Runtime.CompilerServices;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using SdCom.Edge.Fleet.Broker;

namespace SdCom.Edge.Fleet.Submitting;

/// <summary>Publishes to the exchange of jobs, and reads back what was published before.</summary>
internal static class JobExchange
{
    /// <summary>Publishes a message that survives the broker, and returns when the broker has it in every queue that it belongs into.</summary>
    /// <exception cref="BrokerException">The broker did not take it.</exception>
    public static async Task SendAsync(IChannel channel, BrokerSettings broker, string routingKey, string? id, byte[] body, CancellationToken cancel)
    {
        BasicProperties properties = new() { DeliveryMode = DeliveryModes.Persistent, MessageId = id, ContentType = "application/json" };
        try
        {
            await channel.BasicPublishAsync(FleetNames.Jobs, routingKey, mandatory: true, properties, body, cancel).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is RabbitMQClientException or IOException or TimeoutException)
        {
            throw new BrokerException($"{broker.Name}: a job was not taken: {BrokerLink.Words(problem)}; submit again, what is there already is not sent twice.", problem);
        }
    }

    /// <summary>Everything that a log holds. A mark of our own stands in it after everything that was submitted before: when we read it, we have read all of that.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="channel">A channel with confirms.</param>
    /// <param name="broker">The broker, for messages.</param>
    /// <param name="log">The stream.</param>
    /// <param name="mark">The routing key of its marks.</param>
    /// <param name="cancel">Gives up.</param>
    public static async IAsyncEnumerable<Delivery> ReadBackAsync(IConnection connection, IChannel channel, BrokerSettings broker, string log, string mark, [EnumeratorCancellation] CancellationToken cancel)
    {
        string id = Guid.NewGuid().ToString("n");
        await SendAsync(channel, broker, mark, id, "{}"u8.ToArray(), cancel).ConfigureAwait(false);
        await foreach (Delivery message in LogReader.FollowAsync(connection, log, LogReader.First, cancel).ConfigureAwait(false))
        {
            if (message.MessageId == id)
                yield break;
            yield return message;
        }
    }
}
