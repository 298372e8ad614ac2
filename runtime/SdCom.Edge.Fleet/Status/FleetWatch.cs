using System.Threading.Channels;
using RabbitMQ.Client;
using SdCom.Edge.Core;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Jobs;

namespace SdCom.Edge.Fleet.Status;

/// <summary>Clip jobs that wait for a model.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="ModelHash">SHA-256 of its manifest.</param>
/// <param name="Clips">Jobs.</param>
/// <param name="Nodes">Nodes that run the model; a node also answers clips for the one that it ran before.</param>
public sealed record ModelBacklog(string Model, string ModelHash, long Clips, int Nodes);

/// <summary>A fleet at one moment.</summary>
/// <param name="Nodes">Its nodes, by name; those that have not been heard for more than two heartbeats are left out.</param>
/// <param name="Backlog">Clip jobs that wait on the broker.</param>
/// <param name="InHand">Clip jobs that nodes hold.</param>
/// <param name="DeadClips">Clip jobs that were given up.</param>
/// <param name="WaitingCameras">Cameras that no node runs.</param>
/// <param name="Waiting">The backlog by model, where there is one.</param>
public sealed record FleetSnapshot(IReadOnlyList<NodeReport> Nodes, long Backlog, long InHand, long DeadClips, long WaitingCameras, IReadOnlyList<ModelBacklog> Waiting)
{
    /// <summary>Clips a second, of all nodes together.</summary>
    public double ClipsPerSecond => Math.Round(Nodes.Sum(node => node.ClipsPerSecond), 3);

    /// <summary>Seconds until nothing waits, at that rate; null while nothing moves.</summary>
    public double? SecondsLeft => Backlog + InHand == 0 ? 0 : ClipsPerSecond > 0 ? Math.Round((Backlog + InHand) / ClipsPerSecond, 1) : null;

    /// <summary>MACs a second that the nodes offer.</summary>
    public long CapacityMacsPerSecond => Nodes.Sum(node => node.CapacityMacsPerSecond);

    /// <summary>MACs a second that they spend: what cameras are expected to take, and what clips took lately.</summary>
    public long LoadMacsPerSecond => Nodes.Sum(node => node.CameraMacsPerSecond + node.ClipMacsPerSecond);
}

/// <summary>Listens to the heartbeats of all nodes and asks the broker how much waits.</summary>
public sealed class FleetWatch : IAsyncDisposable
{
    private readonly IChannel channel;
    private readonly KnownModels models;
    private readonly int cameraQueues;
    private readonly ChannelReader<Delivery> reports;
    private readonly TimeProvider clock;
    private readonly Dictionary<string, (NodeReport Report, long HeardAt)> nodes = [];

    private FleetWatch(IChannel channel, KnownModels models, int cameraQueues, ChannelReader<Delivery> reports, TimeProvider clock)
    {
        this.channel = channel;
        this.models = models;
        this.cameraQueues = cameraQueues;
        this.reports = reports;
        this.clock = clock;
    }

    /// <summary>What came that was no report, in a line; null while there was nothing such.</summary>
    public string? Problem { get; private set; }

    internal static async Task<FleetWatch> StartAsync(IConnection connection, TimeProvider clock, CancellationToken cancel)
    {
        IChannel channel = await connection.CreateChannelAsync(cancellationToken: cancel).ConfigureAwait(false);
        QueueDeclareOk queue = await channel.QueueDeclareAsync($"{FleetNames.Prefix}watch.{Guid.NewGuid():n}", durable: false, exclusive: true, autoDelete: true, cancellationToken: cancel).ConfigureAwait(false);
        await channel.QueueBindAsync(queue.QueueName, FleetNames.Nodes, string.Empty, cancellationToken: cancel).ConfigureAwait(false);
        await channel.BasicQosAsync(0, 1000, false, cancel).ConfigureAwait(false);
        ChannelReader<Delivery> reports = await Consumption.BeginAsync(channel, queue.QueueName, string.Empty, null, cancel).ConfigureAwait(false);
        return new FleetWatch(channel, new KnownModels(connection), await CameraQueues.CountAsync(connection, cancel).ConfigureAwait(false), reports, clock);
    }

    /// <summary>Listens for a while and then looks around.</summary>
    /// <param name="listen">How long to listen; two heartbeats hear every node.</param>
    /// <param name="cancel">Stops.</param>
    public async Task<FleetSnapshot> LookAsync(TimeSpan listen, CancellationToken cancel)
    {
        await Task.Delay(listen, clock, cancel).ConfigureAwait(false);
        await TakeAsync(cancel).ConfigureAwait(false);
        foreach (string gone in nodes.Where(node => clock.GetElapsedTime(node.Value.HeardAt).TotalMilliseconds > 2.5 * node.Value.Report.HeartbeatMs).Select(node => node.Key).ToArray())
            nodes.Remove(gone);
        NodeReport[] heard = [.. nodes.Values.Select(node => node.Report).OrderBy(report => report.Node, StringComparer.Ordinal)];
        ModelBacklog[] waiting = [.. (await models.CountAsync(cancel).ConfigureAwait(false)).Where(queue => queue.Waiting > 0)
            .Select(queue => new ModelBacklog(queue.Model.Model, queue.Model.ModelHash, queue.Waiting, heard.Count(node => node.ModelHash == queue.Model.ModelHash)))];
        long cameras = 0;
        for (int number = 0; number < cameraQueues; number++)
            cameras += await CountAsync(CameraQueues.NameOf(number)).ConfigureAwait(false);
        return new FleetSnapshot(heard, waiting.Sum(model => model.Clips), heard.Sum(node => node.ClipsInHand), await CountAsync(FleetNames.Dead).ConfigureAwait(false), cameras, waiting);

        async Task<long> CountAsync(string queue) => (await channel.QueueDeclarePassiveAsync(queue, cancel).ConfigureAwait(false)).MessageCount;
    }

    public async ValueTask DisposeAsync()
    {
        await models.DisposeAsync().ConfigureAwait(false);
        await channel.DisposeAsync().ConfigureAwait(false);
    }

    private async Task TakeAsync(CancellationToken cancel)
    {
        ulong? last = null;
        while (reports.TryRead(out Delivery? message))
        {
            last = message.Tag;
            try
            {
                NodeReport report = Payload.Read(message.Body, "node report", FleetJson.Default.NodeReport);
                nodes[report.Node] = (report, clock.GetTimestamp());
            }
            catch (InputException problem)
            {
                Problem = problem.Message;
            }
        }

        if (last is { } tag)
            await channel.BasicAckAsync(tag, multiple: true, cancel).ConfigureAwait(false);
    }
}
