using System.Text.Json;
using RabbitMQ.Client;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Jobs;

namespace SdCom.Edge.Fleet.Submitting;

/// <summary>What a submission did.</summary>
/// <param name="Clips">Clips of the list, each counted once.</param>
/// <param name="Submitted">Clips that were sent.</param>
/// <param name="Known">Clips that had been submitted before.</param>
public sealed record SubmissionReport(int Clips, int Submitted, int Known);

/// <summary>
/// Sends the clip jobs that the broker does not know yet. The log of submissions is read first, so that submitting twice does nothing twice, and a submission that was interrupted goes on where it was.
/// </summary>
public sealed class Submission
{
    private const int InFlight = 256; // publishes that wait for their confirms
    private readonly IConnection connection;
    private readonly BrokerSettings broker;
    private readonly Action<string> say;
    private readonly TimeProvider clock;

    /// <param name="connection">The connection; stays its owner's.</param>
    /// <param name="broker">The broker, for messages.</param>
    /// <param name="say">Told what people should know meanwhile.</param>
    /// <param name="clock">The time of waits.</param>
    public Submission(IConnection connection, BrokerSettings broker, Action<string> say, TimeProvider clock)
    {
        this.connection = connection;
        this.broker = broker;
        this.say = say;
        this.clock = clock;
    }

    /// <summary>Submits.</summary>
    /// <param name="jobs">The jobs; several with one key are one job.</param>
    /// <param name="progress">Told how many of the jobs the broker has.</param>
    /// <param name="cancel">Stops; what the broker has by then it keeps.</param>
    /// <exception cref="BrokerException">The broker did not take a job, or their model has no queue.</exception>
    public async Task<SubmissionReport> RunAsync(IReadOnlyList<ClipJob> jobs, Action<int>? progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        await SubmissionLock.TakeAsync(connection, say, clock, cancel).ConfigureAwait(false);
        await using IChannel channel = await connection.CreateChannelAsync(BrokerLink.Confirming, cancel).ConfigureAwait(false);
        HashSet<string> known = await ReadKeysAsync(channel, cancel).ConfigureAwait(false);
        HashSet<string> listed = [];
        List<ClipJob> missing = [];
        foreach (ClipJob job in jobs)
        {
            if (listed.Add(job.Key) && !known.Contains(job.Key))
                missing.Add(job);
        }

        foreach (FleetModel model in missing.Select(job => job.AsksFor).Distinct())
        {
            if (!await ClipQueues.FindAsync(connection, model, cancel).ConfigureAwait(false))
                throw new BrokerException($"{broker.Name}: there is no clips queue for {model}, and this user may not make it; roll the model out, or run ./sdcom fleet setup --model DIR with a user that may.");
        }

        int before = listed.Count - missing.Count, done = 0;
        Queue<Task> waiting = [];
        foreach (ClipJob job in missing)
        {
            if (waiting.Count == InFlight)
                await ConfirmAsync().ConfigureAwait(false);
            waiting.Enqueue(PublishAsync(channel, job, cancel));
        }

        while (waiting.Count > 0)
            await ConfirmAsync().ConfigureAwait(false);
        await SubmissionLock.ReleaseAsync(connection, cancel).ConfigureAwait(false);
        return new SubmissionReport(listed.Count, missing.Count, before);

        async Task ConfirmAsync()
        {
            await waiting.Dequeue().ConfigureAwait(false);
            progress?.Invoke(before + ++done);
        }
    }

    private async Task<HashSet<string>> ReadKeysAsync(IChannel channel, CancellationToken cancel)
    {
        HashSet<string> keys = [];
        await foreach (Delivery message in JobExchange.ReadBackAsync(connection, channel, broker, FleetNames.Submitted, RoutingKeys.Mark, cancel).ConfigureAwait(false))
        {
            if (RoutingKeys.IsNewClip(message.RoutingKey) && message.MessageId is { } key)
                keys.Add(key);
        }

        return keys;
    }

    private Task PublishAsync(IChannel channel, ClipJob job, CancellationToken cancel) =>
        JobExchange.SendAsync(channel, broker, RoutingKeys.NewClip(job.ModelHash), job.Key, JsonSerializer.SerializeToUtf8Bytes(job, FleetJson.Default.ClipJob), cancel);
}
