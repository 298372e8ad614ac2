using RabbitMQ.Client;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Cameras;
using SdCom.Edge.Fleet.Rollout;
using SdCom.Edge.Fleet.Status;

namespace SdCom.Edge.Fleet.Working;

/// <summary>What a node did from start to end.</summary>
/// <param name="Node">The node.</param>
/// <param name="Clips">Clips that it answered.</param>
/// <param name="Dead">Jobs that it gave to the dead letters.</param>
/// <param name="Again">Attempts that were to be made again.</param>
public sealed record WorkerSummary(string Node, long Clips, long Dead, long Again);

/// <summary>A node of a fleet: tells its state with every heartbeat, and works on what the broker gives it.</summary>
public sealed class FleetWorker
{
    private readonly BrokerSettings broker;
    private readonly WorkerSettings settings;
    private readonly Action<string> say;
    private readonly TimeProvider clock;
    private readonly Random chance;
    private readonly WorkMeter meter;
    private readonly ClipWork clips;
    private readonly NodeModels models;
    private readonly ModelKeeper? keeper;
    private readonly LeaseKeeper? cameras;
    private readonly string incarnation = Guid.NewGuid().ToString("n");

    /// <param name="broker">The broker.</param>
    /// <param name="settings">How it works.</param>
    /// <param name="models">Its models; they stay their owner's.</param>
    /// <param name="store">Where packages go that are rolled out; null keeps to the model that it was started with.</param>
    /// <param name="say">Told what people should know, in a line.</param>
    /// <param name="clock">The time.</param>
    /// <param name="chance">The jitter of waits.</param>
    public FleetWorker(BrokerSettings broker, WorkerSettings settings, NodeModels models, PackageStore? store, Action<string> say, TimeProvider clock, Random chance)
    {
        ArgumentNullException.ThrowIfNull(broker);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(models);
        this.broker = broker;
        this.settings = settings;
        this.models = models;
        this.say = say;
        this.clock = clock;
        this.chance = chance;
        keeper = store is null ? null : new ModelKeeper(settings.Node, models, store, say, clock);
        meter = new WorkMeter(clock);
        cameras = settings.TakesCameras ? new LeaseKeeper(settings, models, say, clock, new Random(chance.Next())) : null;
        MacPace pace = new(() => settings.IsBudget ? settings.CapacityMacsPerSecond - CameraMacsPerSecond : null, clock);
        clips = new ClipWork(settings, models, new ClipDesk(settings, models, clock), meter, pace, say, clock);
    }

    private long CameraMacsPerSecond => cameras?.MacsPerSecond ?? 0;

    /// <summary>Works until it is told to stop.</summary>
    /// <exception cref="BrokerException">The broker refuses this node.</exception>
    public async Task<WorkerSummary> RunAsync(CancellationToken stop)
    {
        // Heartbeats and leases have a connection of their own: the broker counts on it, and a long publish elsewhere must not hold it up.
        using CancellationTokenSource ending = new();
        Sessions node = new(broker with { Heartbeat = settings.Heartbeat }, $"{settings.Node} node", say, clock, chance);
        Sessions clipping = new(broker, $"{settings.Node} clips", _ => { }, clock, new Random(chance.Next()));
        using CancellationTokenRegistration leaving = settings.TakesClips ? default : stop.Register(ending.Cancel);
        Task living = node.KeepAsync((connection, lost) => LiveAsync(connection, stop, ending.Token, lost), ending.Token);
        Task working = settings.TakesClips ? clipping.KeepAsync((connection, lost) => clips.RunAsync(connection, stop, lost), stop) : living;
        Sessions ordering = new(broker, $"{settings.Node} models", _ => { }, clock, new Random(chance.Next()));
        Task keeping = keeper is null ? Task.CompletedTask : ordering.KeepAsync((connection, lost) => KeepModelsAsync(connection, ending.Token, lost), ending.Token);
        try
        {
            await await Task.WhenAny(working, living).ConfigureAwait(false);
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(living, keeping).ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
        }

        return new WorkerSummary(settings.Node, meter.Clips, meter.Dead, meter.Again);
    }

    private async Task KeepModelsAsync(IConnection connection, CancellationToken end, CancellationToken lost)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(end, lost);
        await keeper!.RunAsync(connection, ending.Token).ConfigureAwait(false);
    }

    // Cameras go as soon as the node is told to stop; it reports on while its last clip is answered.
    private async Task LiveAsync(IConnection connection, CancellationToken stop, CancellationToken end, CancellationToken lost)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(end, lost);
        using CancellationTokenSource leaving = CancellationTokenSource.CreateLinkedTokenSource(stop, ending.Token);
        await using IChannel channel = await connection.CreateChannelAsync(BrokerLink.Confirming, ending.Token).ConfigureAwait(false);
        channel.ContinuationTimeout = settings.Heartbeat * 2; // who does not answer for so long is gone
        Heartbeat heartbeat = new(settings.Heartbeat, clock);
        await heartbeat.BeatAsync(channel, settings.Node, Report, ending.Token).ConfigureAwait(false);
        Task keeping = cameras is null ? Task.CompletedTask : cameras.RunAsync(connection, () => heartbeat.Holds, leaving.Token);
        try
        {
            List<Task> tasks = [heartbeat.RunAsync(channel, settings.Node, Report, ending.Token), heartbeat.GuardAsync(ending.Token)];
            if (cameras is not null)
                tasks.Add(WhileStayingAsync(keeping));
            await await Task.WhenAny(tasks).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await keeping.ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false); // every camera has stopped
        }

        async Task WhileStayingAsync(Task task)
        {
            try
            {
                await task.ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                await Task.Delay(Timeout.Infinite, ending.Token).ConfigureAwait(false); // its cameras are gone, the node reports on
            }
        }
    }

    private NodeReport Report()
    {
        (double clipsPerSecond, long macsPerSecond) = meter.Rates();
        return new NodeReport
        {
            Node = settings.Node,
            Incarnation = incarnation,
            At = clock.GetUtcNow(),
            HeartbeatMs = (int)settings.Heartbeat.TotalMilliseconds,
            Device = settings.Device,
            Model = models.Current.Manifest.Name,
            ModelHash = models.Hash,
            CapacityMacsPerSecond = settings.CapacityMacsPerSecond,
            CameraMacsPerSecond = CameraMacsPerSecond,
            ClipMacsPerSecond = macsPerSecond,
            ClipsDone = meter.Clips,
            ClipsPerSecond = Math.Round(clipsPerSecond, 3),
            ClipsInHand = meter.InHand,
            Cameras = cameras?.Describe() ?? [],
            Rollout = keeper?.Report,
        };
    }
}
