using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using RabbitMQ.Client;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Jobs;
using SdCom.Edge.Fleet.Results;
using SdCom.Edge.Fleet.Rollout;

namespace SdCom.Edge.Fleet.Working;

/// <summary>
/// Takes clip jobs and answers them one after the other. A job is acknowledged when the broker has confirmed its result: whoever dies in between leaves the same result twice at worst, never none.
/// A result that was ready when the connection was lost is kept, and given when the job comes back.
/// </summary>
/// <param name="settings">How this node works.</param>
/// <param name="models">The node's models.</param>
/// <param name="desk">Attempts jobs.</param>
/// <param name="meter">Told what was done.</param>
/// <param name="pace">Keeps clips to the budget.</param>
/// <param name="say">Told what people should know, in a line.</param>
/// <param name="clock">The time of waits.</param>
internal sealed class ClipWork(WorkerSettings settings, NodeModels models, ClipDesk desk, WorkMeter meter, MacPace pace, Action<string> say, TimeProvider clock)
{
    /// <summary>The header of a dead job that says why.</summary>
    public const string ReasonHeader = "x-sdcom-reason";

    /// <summary>The header of a dead job that says which node gave it up.</summary>
    public const string NodeHeader = "x-sdcom-node";

    private const ushort Ahead = 2; // the one that is answered, and one that waits for no broker
    private const int Kept = 64;
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<ReadOnlyMemory<byte>, ClipResult> kept = new(new BodyComparer()); // answers that the broker has not confirmed

    /// <summary>Works until the connection is lost or the node is to stop; then the clip at hand is answered, and others go back.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="stop">The node is to stop.</param>
    /// <param name="lost">The connection is lost.</param>
    public async Task RunAsync(IConnection connection, CancellationToken stop, CancellationToken lost)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(stop, lost);
        using CancellationTokenSource abandon = new();
        using CancellationTokenRegistration draining = stop.Register(() => abandon.CancelAfter(settings.Drain));
        await using IChannel jobs = await connection.CreateChannelAsync(cancellationToken: ending.Token).ConfigureAwait(false);
        await using IChannel results = await connection.CreateChannelAsync(BrokerLink.Confirming, ending.Token).ConfigureAwait(false);
        await jobs.BasicQosAsync(0, Ahead, false, ending.Token).ConfigureAwait(false);
        ClipIntake intake = new(connection, jobs, models, say, clock);
        Task taking = intake.RunAsync(ending.Token);
        Task settling = Task.CompletedTask;
        try
        {
            while (await NextAsync(intake.Jobs, ending.Token).ConfigureAwait(false) is { } delivery)
            {
                meter.Taken();
                Outcome outcome = await AttemptAsync(delivery, abandon.Token).ConfigureAwait(false);
                await settling.ConfigureAwait(false);
                settling = SettleAsync(jobs, results, delivery, outcome, lost); // while the next clip is answered
            }

            await settling.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
            say("the clip at hand goes back: it would have taken too long.");
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await taking.ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
            meter.Lost(); // what is not acknowledged goes back with its channel
        }
    }

    private async Task<Delivery?> NextAsync(ChannelReader<Delivery> deliveries, CancellationToken ending)
    {
        try
        {
            while (pace.Rest() is { Ticks: > 0 } rest)
                await Task.Delay(rest, clock, ending).ConfigureAwait(false);
            return await deliveries.ReadAsync(ending).ConfigureAwait(false);
        }
        catch (Exception end) when (end is OperationCanceledException || (end is ChannelClosedException && ending.IsCancellationRequested))
        {
            return null;
        }
    }

    private async Task<Outcome> AttemptAsync(Delivery delivery, CancellationToken abandon)
    {
        if (kept.TryGetValue(delivery.Body, out ClipResult? ready))
            return new Outcome.Answered(ready);
        Outcome outcome = await Task.Factory.StartNew(() => desk.Attempt(delivery, abandon), abandon, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        if (outcome is Outcome.Answered { Result: { } result })
        {
            pace.Spend(result.Macs);
            if (kept.Count >= Kept)
                kept.Clear(); // jobs that others were given
            kept[delivery.Body] = result;
        }

        return outcome;
    }

    private async Task SettleAsync(IChannel jobs, IChannel results, Delivery delivery, Outcome outcome, CancellationToken lost)
    {
        switch (outcome)
        {
            case Outcome.Answered { Result: { } result }:
                byte[] body = JsonSerializer.SerializeToUtf8Bytes(result, FleetJson.Default.ClipResult);
                await results.BasicPublishAsync(FleetNames.Results, string.Empty, mandatory: true, Properties(result.Key), body, lost).ConfigureAwait(false);
                await jobs.BasicAckAsync(delivery.Tag, multiple: false, lost).ConfigureAwait(false);
                kept.TryRemove(delivery.Body, out _);
                break;
            case Outcome.Dead { Reason: { } reason }:
                say($"dead: {reason}");
                BasicProperties properties = Properties(delivery.MessageId);
                properties.Headers = new Dictionary<string, object?> { [ReasonHeader] = reason, [NodeHeader] = settings.Node };
                await results.BasicPublishAsync(FleetNames.Dead, delivery.RoutingKey, mandatory: true, properties, delivery.Body, lost).ConfigureAwait(false);
                await jobs.BasicAckAsync(delivery.Tag, multiple: false, lost).ConfigureAwait(false);
                break;
            case Outcome.Again or Outcome.Elsewhere:
                say(outcome is Outcome.Again { Reason: { } passing } ? $"to be tried again: {passing}" : $"goes back: {((Outcome.Elsewhere)outcome).Reason}");
                await Task.Delay(AgainAfter, clock, lost).ConfigureAwait(false);
                await jobs.BasicNackAsync(delivery.Tag, multiple: false, requeue: true, lost).ConfigureAwait(false);
                break;
        }

        meter.Settled(outcome);
    }

    private static BasicProperties Properties(string? id) => new() { DeliveryMode = DeliveryModes.Persistent, MessageId = id, ContentType = "application/json" };

    // A job's bytes are the job.
    private sealed class BodyComparer : IEqualityComparer<ReadOnlyMemory<byte>>
    {
        public bool Equals(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(ReadOnlyMemory<byte> body)
        {
            HashCode code = default;
            code.AddBytes(body.Span);
            return code.ToHashCode();
        }
    }
}
