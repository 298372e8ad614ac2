using System.Runtime.CompilerServices;
using RabbitMQ.Client;
using SdCom.Edge.Core;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Jobs;

namespace SdCom.Edge.Fleet.Cameras;

/// <summary>Listens to the cameras of a fleet.</summary>
internal static class CameraEvents
{
    /// <summary>The events from now on; those of outdated leases, and what is no event, are left out.</summary>
    public static async IAsyncEnumerable<CameraEvent> FollowAsync(IConnection connection, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using IChannel channel = await connection.CreateChannelAsync(cancellationToken: cancel).ConfigureAwait(false);
        QueueDeclareOk queue = await channel.QueueDeclareAsync($"{FleetNames.Prefix}listen.{Guid.NewGuid():n}", durable: false, exclusive: true, autoDelete: true, cancellationToken: cancel).ConfigureAwait(false);
        await channel.QueueBindAsync(queue.QueueName, FleetNames.Events, "#", cancellationToken: cancel).ConfigureAwait(false);
        await channel.BasicQosAsync(0, 500, false, cancel).ConfigureAwait(false);
        FenceFilter fences = new();
        await foreach (Delivery message in (await Consumption.BeginAsync(channel, queue.QueueName, string.Empty, null, cancel).ConfigureAwait(false)).ReadAllAsync(cancel).ConfigureAwait(false))
        {
            await channel.BasicAckAsync(message.Tag, multiple: false, cancel).ConfigureAwait(false);
            if (Read(message) is { } seen && fences.Admit(seen.Camera, seen.ParsedFence))
                yield return seen;
        }
    }

    private static CameraEvent? Read(Delivery message)
    {
        try
        {
            return Payload.Read(message.Body, "event", FleetJson.Default.CameraEvent);
        }
        catch (InputException)
        {
            return null;
        }
    }
}
