using RabbitMQ.Client;
using SdCom.Edge.Core;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Jobs;

namespace SdCom.Edge.Fleet.Submitting;

/// <summary>Fleets of earlier versions had one work queue for the clips of all models. What waits in it goes to the queues of its models, and the old queue goes.</summary>
internal static class OldClips
{
    private const string Queue = FleetNames.Clips;

    /// <summary>Moves every job; each leaves the old queue when the broker has it in the new one.</summary>
    /// <returns>How many.</returns>
    public static async Task<int> MoveAsync(IConnection connection, CancellationToken cancel)
    {
        if (await QueueLook.CountAsync(connection, Queue, cancel).ConfigureAwait(false) is null)
            return 0;
        await using IChannel channel = await connection.CreateChannelAsync(BrokerLink.Confirming, cancel).ConfigureAwait(false);
        int moved = 0;
        while (await channel.BasicGetAsync(Queue, autoAck: false, cancel).ConfigureAwait(false) is { } message)
        {
            Delivery job = Delivery.Of(message);
            (string exchange, string key) = await PlaceOfAsync(connection, job, cancel).ConfigureAwait(false);
            BasicProperties properties = new() { DeliveryMode = DeliveryModes.Persistent, MessageId = job.MessageId, ContentType = "application/json" };
            await channel.BasicPublishAsync(exchange, key, mandatory: true, properties, job.Body, cancel).ConfigureAwait(false);
            await channel.BasicAckAsync(job.Tag, multiple: false, cancel).ConfigureAwait(false);
            moved++;
        }

        // A job that an old worker holds still would go with the queue: it is answered, or comes back when that worker stops, and the next setup moves it.
        QueueDeclareOk left = await channel.QueueDeclarePassiveAsync(Queue, cancel).ConfigureAwait(false);
        if (left is { MessageCount: 0, ConsumerCount: 0 })
            await channel.QueueDeleteAsync(Queue, cancellationToken: cancel).ConfigureAwait(false);
        return moved;
    }

    private static async Task<(string Exchange, string Key)> PlaceOfAsync(IConnection connection, Delivery job, CancellationToken cancel)
    {
        try
        {
            ClipJob clip = Payload.ReadClip(job.Body);
            await ClipQueues.MakeAsync(connection, clip.AsksFor, cancel).ConfigureAwait(false);
            return (FleetNames.Jobs, RoutingKeys.ClipAgain(clip.ModelHash));
        }
        catch (InputException)
        {
            return (FleetNames.Dead, job.RoutingKey);
        }
    }
}
