using System.Text.Json;
using RabbitMQ.Client;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Cameras;
using SdCom.Edge.Fleet.Jobs;
using SdCom.Edge.Fleet.Results;
using SdCom.Edge.Fleet.Rollout;
using SdCom.Edge.Fleet.Status;
using SdCom.Edge.Fleet.Submitting;

namespace SdCom.Edge.Fleet;

/// <summary>A fleet as those see it who give it work and ask how it is: an open connection, and what can be done with it.</summary>
public sealed class FleetClient : IAsyncDisposable
{
    /// <summary>The most queues that cameras are spread over.</summary>
    public const int MostCameraQueues = CameraQueues.Most;

    private readonly IConnection connection;
    private readonly BrokerSettings broker;

    private FleetClient(IConnection connection, BrokerSettings broker)
    {
        this.connection = connection;
        this.broker = broker;
    }

    /// <summary>The fleet's results.</summary>
    public ResultLog OpenResults() => new(connection);

    /// <summary>Connects, and makes the fleet's queues where they are not there yet.</summary>
    /// <exception cref="BrokerException">The broker cannot be reached, or refuses us.</exception>
    public static async Task<FleetClient> OpenAsync(BrokerSettings broker, string name, CancellationToken cancel)
    {
        IConnection connection = await BrokerLink.OpenAsync(broker, name, cancel).ConfigureAwait(false);
        try
        {
            await Topology.EnsureAsync(connection, broker, cancel).ConfigureAwait(false);
            return new FleetClient(connection, broker);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Makes what users without the right to make anything need: the fleet's queues, and those for clips of a model. What an earlier version left waiting goes where it belongs.</summary>
    /// <param name="model">The model.</param>
    /// <param name="cameraQueues">Queues that cameras are spread over; those that are there stay.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>How many jobs went there.</returns>
    public async Task<int> SetUpAsync(ModelPackage model, int cameraQueues, CancellationToken cancel)
    {
        await using (IChannel channel = await connection.CreateChannelAsync(cancellationToken: cancel).ConfigureAwait(false))
        {
            await Topology.DeclareAsync(channel, cancel).ConfigureAwait(false);
            for (int number = 1; number < cameraQueues; number++)
                await CameraQueues.MakeAsync(channel, number, cancel).ConfigureAwait(false);
        }

        await ClipQueues.MakeAsync(connection, FleetModel.Of(model), cancel).ConfigureAwait(false);
        return await OldClips.MoveAsync(connection, cancel).ConfigureAwait(false);
    }

    /// <summary>Submits the clip jobs that the fleet does not know yet, see <see cref="Submission"/>.</summary>
    public Task<SubmissionReport> SubmitAsync(IReadOnlyList<ClipJob> jobs, Action<int>? progress, Action<string> say, TimeProvider clock, CancellationToken cancel) =>
        new Submission(connection, broker, say, clock).RunAsync(jobs, progress, cancel);

    /// <summary>Submits cameras that are not wanted yet, or in another way, and withdraws others.</summary>
    public Task<CameraSubmissionReport> SubmitAsync(IReadOnlyList<ListedCamera> cameras, IReadOnlyList<string> withdrawn, Action<string> say, TimeProvider clock, CancellationToken cancel) =>
        new CameraSubmission(connection, broker, say, clock).RunAsync(cameras, withdrawn, cancel);

    /// <summary>The events of all cameras from now on, those of outdated leases left out.</summary>
    public IAsyncEnumerable<CameraEvent> EventsAsync(CancellationToken cancel) => CameraEvents.FollowAsync(connection, cancel);

    /// <summary>Brings a signed package to the broker, where it is not there yet, see <see cref="PackageParcel"/>.</summary>
    /// <param name="package">The package.</param>
    /// <param name="progress">Told the bytes that the broker has, and all of them.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Whether it had to be sent.</returns>
    public Task<bool> UploadAsync(ModelPackage package, Action<long, long>? progress, CancellationToken cancel) => PackageUpload.SendAsync(connection, package, progress, cancel);

    /// <summary>Orders that a share of the nodes runs a model; 0 withdraws it.</summary>
    public async Task OrderAsync(RolloutOrder order, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (order.Share > 0) // clips that are submitted for it find their queue
            await ClipQueues.MakeAsync(connection, new FleetModel(order.Model, order.ModelHash), cancel).ConfigureAwait(false);
        await using IChannel channel = await connection.CreateChannelAsync(BrokerLink.Confirming, cancel).ConfigureAwait(false);
        BasicProperties properties = new() { DeliveryMode = DeliveryModes.Persistent, ContentType = "application/json" };
        await channel.BasicPublishAsync(FleetNames.Rollouts, string.Empty, mandatory: true, properties, JsonSerializer.SerializeToUtf8Bytes(order, FleetJson.Default.RolloutOrder), cancel).ConfigureAwait(false);
    }

    /// <summary>Begins to listen to the nodes.</summary>
    public Task<FleetWatch> WatchAsync(TimeProvider clock, CancellationToken cancel) => FleetWatch.StartAsync(connection, clock, cancel);

    /// <summary>Puts the dead clip jobs back to work.</summary>
    /// <returns>How many.</returns>
    public Task<int> RetryAsync(CancellationToken cancel) => DeadLetters.RetryAsync(connection, cancel);

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
