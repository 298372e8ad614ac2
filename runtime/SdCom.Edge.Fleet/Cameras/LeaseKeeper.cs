using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using RabbitMQ.Client;
using SdCom.Edge.Core;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Jobs;
using SdCom.Edge.Fleet.Rollout;
using SdCom.Edge.Fleet.Status;
using SdCom.Edge.Fleet.Working;
using SdCom.Edge.Runtime.Outputs.Queue;

namespace SdCom.Edge.Fleet.Cameras;

/// <summary>
/// Takes cameras as long as there is room for them, one request at a time, and lets them go when they are wanted no longer or the broker may think that we are gone. RabbitMQ deals cameras to the nodes
/// that wait in turn; one that does not fit goes back, and this node waits before it asks again. Where there are several queues it waits at one, and looks at another one now and then: where cameras wait and nobody
/// takes them, it goes.
/// </summary>
/// <param name="settings">How this node works.</param>
/// <param name="models">The node's models, and where cameras run.</param>
/// <param name="say">Told what people should know, in a line.</param>
/// <param name="clock">The time.</param>
/// <param name="chance">The jitter of waits.</param>
internal sealed class LeaseKeeper(WorkerSettings settings, NodeModels models, Action<string> say, TimeProvider clock, Random chance)
{
    private const string Tag = "lease";
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<string, CameraLease> leases = [];

    /// <summary>MACs a second that the cameras are expected to take.</summary>
    public long MacsPerSecond => leases.Values.Sum(lease => lease.MacsPerSecond);

    /// <summary>The cameras for the node's report.</summary>
    public IReadOnlyList<LeaseReport> Describe() => [.. leases.Values.Select(lease => lease.Describe()).OrderBy(lease => lease.Camera, StringComparer.Ordinal)];

    /// <summary>Takes and keeps cameras until the end of the connection or of the node; then all of them stop.</summary>
    /// <param name="connection">The connection that the leases hang on.</param>
    /// <param name="holds">Whether the broker cannot yet have given our cameras away.</param>
    /// <param name="ending">The end.</param>
    public async Task RunAsync(IConnection connection, Func<bool> holds, CancellationToken ending)
    {
        CameraRegistry registry = new();
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(ending);
        Task[] tasks = [FollowAsync(connection, registry, over.Token), TakeAsync(connection, registry, holds, over.Token), WatchAsync(holds, over.Token)];
        try
        {
            await await Task.WhenAny(tasks).ConfigureAwait(false);
        }
        finally
        {
            await EndAllAsync().ConfigureAwait(false); // first of all: the tasks may wait for a broker that does not answer
            await over.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(tasks).ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
            await EndAllAsync().ConfigureAwait(false); // what came in meanwhile
        }
    }

    private async Task WatchAsync(Func<bool> holds, CancellationToken ending)
    {
        while (holds())
            await Task.Delay(LookAgain, clock, ending).ConfigureAwait(false);
    }

    // What is withdrawn or submitted anew stops here; the message goes for good.
    private async Task FollowAsync(IConnection connection, CameraRegistry registry, CancellationToken ending)
    {
        await foreach (Delivery message in LogReader.FollowAsync(connection, FleetNames.Registry, LogReader.First, ending).ConfigureAwait(false))
        {
            if (registry.Add(message) is { } camera && leases.TryGetValue(camera, out CameraLease? lease) && registry.IsOutdated(lease.Job))
                await EndAsync(lease, done: true).ConfigureAwait(false);
        }
    }

    private async Task TakeAsync(IConnection connection, CameraRegistry registry, Func<bool> holds, CancellationToken ending)
    {
        await using CameraRounds rounds = await CameraRounds.BeginAsync(connection, settings, clock, ending).ConfigureAwait(false);
        while (true)
        {
            IChannel channel = await connection.CreateChannelAsync(BrokerLink.Confirming, ending).ConfigureAwait(false);
            bool taken = false, moved = false;
            try
            {
                await channel.BasicQosAsync(0, 1, false, ending).ConfigureAwait(false);
                ChannelReader<Delivery> queue = await Consumption.BeginAsync(channel, rounds.Queue, Tag, null, ending).ConfigureAwait(false);
                moved = await rounds.WaitAsync(queue, ending).ConfigureAwait(false);
                await channel.BasicCancelAsync(Tag, cancellationToken: ending).ConfigureAwait(false);
                bool came = await queue.WaitToReadAsync(ending).ConfigureAwait(false); // one may have come while we were about to go
                taken = came && queue.TryRead(out Delivery? delivery) && await ConsiderAsync(connection, channel, delivery, registry, holds, ending).ConfigureAwait(false);
            }
            finally
            {
                if (!taken)
                    await channel.DisposeAsync().ConfigureAwait(false); // puts back what is not acknowledged
            }

            if (!taken && !moved)
                await Task.Delay(settings.Heartbeat * (1 + chance.NextDouble()), clock, ending).ConfigureAwait(false);
        }
    }

    // True when the channel belongs to a lease now.
    private async Task<bool> ConsiderAsync(IConnection connection, IChannel channel, Delivery delivery, CameraRegistry registry, Func<bool> holds, CancellationToken ending)
    {
        CameraJob job;
        try
        {
            job = Payload.ReadCamera(delivery.Body);
        }
        catch (InputException problem)
        {
            say($"dead: {problem.Message}");
            BasicProperties properties = new() { DeliveryMode = DeliveryModes.Persistent, Headers = new Dictionary<string, object?> { [ClipWork.ReasonHeader] = problem.Message, [ClipWork.NodeHeader] = settings.Node } };
            await channel.BasicPublishAsync(FleetNames.Dead, delivery.RoutingKey, mandatory: true, properties, delivery.Body, ending).ConfigureAwait(false);
            await channel.BasicAckAsync(delivery.Tag, multiple: false, ending).ConfigureAwait(false);
            return false;
        }

        if (registry.IsOutdated(job))
        {
            await channel.BasicAckAsync(delivery.Tag, multiple: false, ending).ConfigureAwait(false);
            return false;
        }

        long asks = CameraHall.ExpectedMacsPerSecond(models.Current, job.FramesPerSecond);
        if (MacsPerSecond + asks > settings.CapacityMacsPerSecond)
            return false;
        if (leases.TryGetValue(job.Camera, out CameraLease? before))
            await EndAsync(before, done: true).ConfigureAwait(false);
        CameraLease lease = new(job, new Fence(job.Revision, delivery.DeliveryCount), asks, channel, delivery.Tag);
        channel.ChannelShutdownAsync += (_, _) => lease.IsHeld ? Task.CompletedTask : DropAsync(lease);
        leases[job.Camera] = lease;
        EventDelivery events = new(connection, job.Camera, lease.Fence, settings.Node, () => holds() && lease.IsHeld);
        try
        {
            await lease.StartAsync(models.Hall, new QueuedOutput($"events of {job.Camera}", events, clock, new Random(chance.Next()))).ConfigureAwait(false);
        }
        catch (InputException problem)
        {
            say($"{problem.Message} It goes back.");
            await EndAsync(lease, done: false).ConfigureAwait(false);
            return false;
        }

        say(string.Create(CultureInfo.InvariantCulture, $"camera {job.Camera}: runs here, fencing number {lease.Fence}."));
        return true;
    }

    private Task EndAllAsync() => Task.WhenAll(leases.Values.Select(lease => EndAsync(lease, done: false)));

    // The broker closed the channel (its consumer_timeout, say): the camera is somebody else's now.
    private Task DropAsync(CameraLease lease)
    {
        _ = Task.Run(() => EndAsync(lease, done: false));
        return Task.CompletedTask;
    }

    private async Task EndAsync(CameraLease lease, bool done)
    {
        if (!leases.TryRemove(KeyValuePair.Create(lease.Job.Camera, lease)))
            return; // somebody else ends it
        await lease.StopAsync(models.Hall).ConfigureAwait(false);
        say($"camera {lease.Job.Camera}: {(done ? "is wanted here no longer" : "runs here no longer")}, fencing number {lease.Fence}.");
        await lease.ReleaseAsync(done).ConfigureAwait(false);
    }
}
