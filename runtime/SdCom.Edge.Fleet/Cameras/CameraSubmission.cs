using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RabbitMQ.Client;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Jobs;
using SdCom.Edge.Fleet.Submitting;

namespace SdCom.Edge.Fleet.Cameras;

/// <summary>What a submission of cameras did.</summary>
/// <param name="Submitted">Cameras that are new.</param>
/// <param name="Changed">Cameras that were wanted in another way before.</param>
/// <param name="Known">Cameras that were wanted in the same way already.</param>
/// <param name="Withdrawn">Cameras that are wanted no longer.</param>
public sealed record CameraSubmissionReport(int Submitted, int Changed, int Known, int Withdrawn);

/// <summary>Says which cameras are wanted. What is wanted in the same way already is left alone, so that submitting twice does nothing twice.</summary>
internal sealed class CameraSubmission(IConnection connection, BrokerSettings broker, Action<string> say, TimeProvider clock)
{
    /// <summary>Submits cameras and withdraws others.</summary>
    /// <exception cref="BrokerException">The broker did not take something, or a camera that is to be withdrawn is not there.</exception>
    public async Task<CameraSubmissionReport> RunAsync(IReadOnlyList<ListedCamera> cameras, IReadOnlyList<string> withdrawn, CancellationToken cancel)
    {
        await SubmissionLock.TakeAsync(connection, say, clock, cancel).ConfigureAwait(false);
        await using IChannel channel = await connection.CreateChannelAsync(BrokerLink.Confirming, cancel).ConfigureAwait(false);
        CameraRegistry registry = await ReadAsync(channel, cancel).ConfigureAwait(false);
        int queues = await CameraQueues.CountAsync(connection, cancel).ConfigureAwait(false);
        int added = 0, changed = 0, known = 0;
        foreach (ListedCamera listed in cameras)
        {
            CameraJob? wanted = registry.Wanted(listed.Camera);
            CameraJob job = new()
            {
                FormatVersion = CameraJob.CurrentFormat,
                Camera = listed.Camera,
                Source = listed.Source,
                FramesPerSecond = listed.FramesPerSecond,
                Revision = registry.NewestRevision(listed.Camera) + 1,
            };
            if (wanted is not null && wanted.AsksLike(job))
            {
                known++;
                continue;
            }

            await SendAsync(channel, RoutingKeys.Camera(CameraQueues.NumberOf(job.Camera, queues)), job, FleetJson.Default.CameraJob, cancel).ConfigureAwait(false);
            (added, changed) = wanted is null ? (added + 1, changed) : (added, changed + 1);
        }

        foreach (string camera in withdrawn)
        {
            CameraJob gone = registry.Wanted(camera) ?? throw new BrokerException($"{broker.Name}: no camera {camera} is wanted; there is {string.Join(", ", registry.All.Select(job => job.Camera).DefaultIfEmpty("none"))}.");
            await SendAsync(channel, RoutingKeys.Withdrawal, new CameraWithdrawal(camera, gone.Revision), FleetJson.Default.CameraWithdrawal, cancel).ConfigureAwait(false);
        }

        await SubmissionLock.ReleaseAsync(connection, cancel).ConfigureAwait(false);
        return new CameraSubmissionReport(added, changed, known, withdrawn.Count);
    }

    private async Task<CameraRegistry> ReadAsync(IChannel channel, CancellationToken cancel)
    {
        CameraRegistry registry = new();
        await foreach (Delivery message in JobExchange.ReadBackAsync(connection, channel, broker, FleetNames.Registry, RoutingKeys.CameraMark, cancel).ConfigureAwait(false))
            registry.Add(message);
        return registry;
    }

    private Task SendAsync<T>(IChannel channel, string key, T message, JsonTypeInfo<T> type, CancellationToken cancel) =>
        JobExchange.SendAsync(channel, broker, key, null, JsonSerializer.SerializeToUtf8Bytes(message, type), cancel);
}
