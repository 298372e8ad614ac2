using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using SdCom.Edge.Fleet.Jobs;

namespace SdCom.Edge.Fleet.Broker;

/// <summary>
/// The work queues of clips, one for each model: a node takes from those of the models that it has, so that a job waits for a node which can do it, and none is given up because of who got it. Whoever
/// may make queues makes a model's when it first meets the model; <see cref="FleetNames.Models"/> tells which there are, because AMQP has no question for it.
/// </summary>
internal static class ClipQueues
{
    private const int Refused = 403;

    /// <summary>The queue of a model.</summary>
    public static string NameOf(string modelHash) => $"{FleetNames.Clips}.{modelHash}";

    /// <summary>Makes a model's queue where it is missing and this user may.</summary>
    /// <returns>Whether it is there now.</returns>
    public static async Task<bool> FindAsync(IConnection connection, FleetModel model, CancellationToken cancel)
    {
        if (await QueueLook.CountAsync(connection, NameOf(model.ModelHash), cancel).ConfigureAwait(false) is not null)
            return true;
        try
        {
            await MakeAsync(connection, model, cancel).ConfigureAwait(false);
            return true;
        }
        catch (Exception refused) when (IsRefusal(refused))
        {
            return false;
        }
    }

    /// <summary>Makes a model's queue; one that is there stays as it is.</summary>
    public static async Task MakeAsync(IConnection connection, FleetModel model, CancellationToken cancel)
    {
        string queue = NameOf(model.ModelHash);
        bool isNew = await QueueLook.CountAsync(connection, queue, cancel).ConfigureAwait(false) is null;
        await using IChannel channel = await connection.CreateChannelAsync(BrokerLink.Confirming, cancel).ConfigureAwait(false);
        Dictionary<string, object?> arguments = new()
        {
            ["x-queue-type"] = "quorum",
            ["x-delivery-limit"] = Topology.DeliveryLimit,
            ["x-dead-letter-exchange"] = FleetNames.Dead,
            ["x-dead-letter-strategy"] = "at-least-once", // a broker that dies between the two queues loses nothing
            ["x-overflow"] = "reject-publish", // which the line above asks for
        };
        if (isNew) // told first: a queue that nobody knows of would be worse than a name without a queue
        {
            BasicProperties properties = new() { DeliveryMode = DeliveryModes.Persistent, ContentType = "application/json" };
            await channel.BasicPublishAsync(FleetNames.Models, string.Empty, mandatory: true, properties, JsonSerializer.SerializeToUtf8Bytes(model, FleetJson.Default.FleetModel), cancel).ConfigureAwait(false);
        }

        await channel.QueueDeclareAsync(queue, true, false, false, arguments, cancellationToken: cancel).ConfigureAwait(false);
        await channel.QueueBindAsync(queue, FleetNames.Clips, RoutingKeys.NewClip(model.ModelHash), cancellationToken: cancel).ConfigureAwait(false);
        await channel.QueueBindAsync(queue, FleetNames.Clips, RoutingKeys.ClipAgain(model.ModelHash), cancellationToken: cancel).ConfigureAwait(false);
    }

    // A refused publish closes the channel under the one who waits for its confirm.
    private static bool IsRefusal(Exception problem) => problem switch
    {
        OperationInterruptedException { ShutdownReason.ReplyCode: Refused } => true,
        System.Threading.Channels.ChannelClosedException { InnerException: { } cause } => IsRefusal(cause),
        PublishException { InnerException: { } cause } => IsRefusal(cause),
        _ => false,
    };
}
