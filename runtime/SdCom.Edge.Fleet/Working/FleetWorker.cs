using System.Text.Json;
using RabbitMQ.Client;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Jobs;
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
    private readonly ClipLanes lanes;
    private readonly string modelHash;
    private readonly string incarnation = Guid.NewGuid().ToString("n");

    /// <param name="broker">The broker.</param>
    /// <param name="settings">How it works.</param>
    /// <param name="lanes">Answer clips.</param>
    /// <param name="say">Told what people should know, in a line.</param>
    /// <param name="clock">The time.</param>
    /// <param name="chance">The jitter of waits.</param>
    public FleetWorker(BrokerSettings broker, WorkerSettings settings, ClipLanes lanes, Action<string> say, TimeProvider clock, Random chance)
    {
        ArgumentNullException.ThrowIfNull(broker);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(lanes);
        this.broker = broker;
        this.settings = settings;
        this.lanes = lanes;
        this.say = say;
        this.clock = clock;
        this.chance = chance;
        modelHash = ModelHash.Of(lanes.Model);
        meter = new WorkMeter(clock);
        MacPace pace = new(() => settings.IsBudget ? settings.CapacityMacsPerSecond : null, clock);
        clips = new ClipWork(settings, new ClipDesk(settings, lanes, clock), meter, pace, say, clock);
    }

    /// <summary>Works until it is told to stop.</summary>
    /// <exception cref="BrokerException">The broker refuses this node.</exception>
    public async Task<WorkerSummary> RunAsync(CancellationToken stop)
    {
        // Heartbeats have a connection of their own: the broker counts on it, and a long publish elsewhere must not hold it up.
        using CancellationTokenSource ending = new();
        Sessions reports = new(broker with { Heartbeat = settings.Heartbeat }, $"{settings.Node} node", say, clock, chance);
        Task reporting = reports.KeepAsync((connection, lost) => ReportAsync(connection, ending.Token, lost), ending.Token);
        Task working = settings.TakesClips ? new Sessions(broker, $"{settings.Node} clips", _ => { }, clock, chance).KeepAsync((connection, lost) => clips.RunAsync(connection, stop, lost), stop) : Task.Delay(Timeout.Infinite, stop);
        try
        {
            await await Task.WhenAny(working, reporting).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }

        await ending.CancelAsync().ConfigureAwait(false);
        await reporting.ConfigureAwait(false);
        return new WorkerSummary(settings.Node, meter.Clips, meter.Dead, meter.Again);
    }

    private async Task ReportAsync(IConnection connection, CancellationToken stop, CancellationToken lost)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(stop, lost);
        await using IChannel channel = await connection.CreateChannelAsync(BrokerLink.Confirming, ending.Token).ConfigureAwait(false);
        using PeriodicTimer timer = new(settings.Heartbeat, clock);
        try
        {
            do
            {
                byte[] body = JsonSerializer.SerializeToUtf8Bytes(Report(), FleetJson.Default.NodeReport);
                await channel.BasicPublishAsync(FleetNames.Nodes, settings.Node, mandatory: false, new BasicProperties { ContentType = "application/json" }, body, ending.Token).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(ending.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
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
            Model = lanes.Model.Manifest.Name,
            ModelHash = modelHash,
            CapacityMacsPerSecond = settings.CapacityMacsPerSecond,
            CameraMacsPerSecond = 0,
            ClipMacsPerSecond = macsPerSecond,
            ClipsDone = meter.Clips,
            ClipsPerSecond = Math.Round(clipsPerSecond, 3),
            ClipsInHand = meter.InHand,
        };
    }
}
