using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace SdCom.Edge.Fleet.Broker;

/// <summary>
/// The exchanges and queues of a fleet, but for those of single models (<see cref="ClipQueues"/>). A clip job is published once: its exchange puts it into the work queue of its model and into the
/// stream of everything that was ever submitted, and one confirm covers both, so that "submitted" and "queued" cannot disagree.
/// </summary>
public static class Topology
{
    /// <summary>Deliveries after which a job is poison: it takes its worker with it, or nobody can do it.</summary>
    public const int DeliveryLimit = 10;

    private const int NotFound = 404;

    private static readonly string[] Queues = [FleetNames.Models, FleetNames.Submitted, FleetNames.Results, FleetNames.Dead, FleetNames.Cameras, FleetNames.Registry, FleetNames.Rollouts];

    /// <summary>Makes what is missing. A user without the right to do so finds everything there already, or is told who has to make it.</summary>
    /// <exception cref="BrokerException">Something is missing and this user may not make it, or it is there in another form.</exception>
    public static async Task EnsureAsync(IConnection connection, BrokerSettings broker, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(broker);
        if (await IsThereAsync(connection, cancel).ConfigureAwait(false))
            return;
        try
        {
            await using IChannel channel = await connection.CreateChannelAsync(cancellationToken: cancel).ConfigureAwait(false);
            await DeclareAsync(channel, cancel).ConfigureAwait(false);
        }
        catch (OperationInterruptedException refused) when (refused.ShutdownReason?.ReplyCode is 403 or 406)
        {
            throw new BrokerException($"{broker.Name}: the fleet's queues are not all there, and making them fails: {BrokerLink.Words(refused)}; run ./sdcom fleet setup once with a user that may.", refused);
        }
    }

    /// <summary>Declares everything; what is there already in the same form stays as it is.</summary>
    public static async Task DeclareAsync(IChannel channel, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        Dictionary<string, object?> quorum = new() { ["x-queue-type"] = "quorum" };
        Dictionary<string, object?> stream = new() { ["x-queue-type"] = "stream" };
        Dictionary<string, object?> elseDead = new() { ["alternate-exchange"] = FleetNames.Dead }; // a job for a model without a queue is not lost
        await channel.ExchangeDeclareAsync(FleetNames.Jobs, ExchangeType.Topic, durable: true, cancellationToken: cancel).ConfigureAwait(false);
        await channel.ExchangeDeclareAsync(FleetNames.Dead, ExchangeType.Fanout, durable: true, cancellationToken: cancel).ConfigureAwait(false);
        await channel.ExchangeDeclareAsync(FleetNames.Clips, ExchangeType.Topic, durable: true, autoDelete: false, elseDead, cancellationToken: cancel).ConfigureAwait(false);
        await channel.ExchangeDeclareAsync(FleetNames.Models, ExchangeType.Fanout, durable: true, cancellationToken: cancel).ConfigureAwait(false);
        await channel.ExchangeDeclareAsync(FleetNames.Nodes, ExchangeType.Fanout, durable: true, cancellationToken: cancel).ConfigureAwait(false);
        await channel.ExchangeDeclareAsync(FleetNames.Events, ExchangeType.Topic, durable: true, cancellationToken: cancel).ConfigureAwait(false);
        await channel.ExchangeDeclareAsync(FleetNames.Results, ExchangeType.Fanout, durable: true, cancellationToken: cancel).ConfigureAwait(false);
        await channel.ExchangeDeclareAsync(FleetNames.Rollouts, ExchangeType.Fanout, durable: true, cancellationToken: cancel).ConfigureAwait(false);
        await channel.ExchangeDeclareAsync(FleetNames.Packages, ExchangeType.Direct, durable: true, cancellationToken: cancel).ConfigureAwait(false);
        await channel.QueueDeclareAsync(FleetNames.Dead, true, false, false, quorum, cancellationToken: cancel).ConfigureAwait(false);
        await CameraQueues.MakeAsync(channel, 0, cancel).ConfigureAwait(false);
        foreach (string log in (string[])[FleetNames.Submitted, FleetNames.Results, FleetNames.Registry, FleetNames.Rollouts, FleetNames.Models])
            await channel.QueueDeclareAsync(log, true, false, false, stream, cancellationToken: cancel).ConfigureAwait(false);
        await BindAsync(FleetNames.Submitted, FleetNames.Jobs, RoutingKeys.NewClips).ConfigureAwait(false);
        await BindAsync(FleetNames.Submitted, FleetNames.Jobs, RoutingKeys.Mark).ConfigureAwait(false);
        await BindAsync(FleetNames.Models, FleetNames.Models, string.Empty).ConfigureAwait(false);
        await channel.ExchangeBindAsync(FleetNames.Clips, FleetNames.Jobs, RoutingKeys.NewClips, cancellationToken: cancel).ConfigureAwait(false);
        await channel.ExchangeBindAsync(FleetNames.Clips, FleetNames.Jobs, RoutingKeys.ClipsAgain, cancellationToken: cancel).ConfigureAwait(false);
        await BindAsync(FleetNames.Registry, FleetNames.Jobs, RoutingKeys.Cameras).ConfigureAwait(false);
        await BindAsync(FleetNames.Registry, FleetNames.Jobs, RoutingKeys.Withdrawal).ConfigureAwait(false);
        await BindAsync(FleetNames.Registry, FleetNames.Jobs, RoutingKeys.CameraMark).ConfigureAwait(false);
        await BindAsync(FleetNames.Results, FleetNames.Results, string.Empty).ConfigureAwait(false);
        await BindAsync(FleetNames.Rollouts, FleetNames.Rollouts, string.Empty).ConfigureAwait(false);
        await BindAsync(FleetNames.Dead, FleetNames.Dead, string.Empty).ConfigureAwait(false);

        Task BindAsync(string queue, string exchange, string key) => channel.QueueBindAsync(queue, exchange, key, cancellationToken: cancel);
    }

    // Asking whether something is there needs no rights.
    private static async Task<bool> IsThereAsync(IConnection connection, CancellationToken cancel)
    {
        IChannel channel = await connection.CreateChannelAsync(cancellationToken: cancel).ConfigureAwait(false);
        try
        {
            foreach (string queue in Queues)
                await channel.QueueDeclarePassiveAsync(queue, cancel).ConfigureAwait(false);
            return true;
        }
        catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode == NotFound)
        {
            return false;
        }
        finally
        {
            await channel.DisposeAsync().ConfigureAwait(false);
        }
    }
}
