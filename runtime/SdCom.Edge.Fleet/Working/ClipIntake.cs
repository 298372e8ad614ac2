using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Jobs;
using SdCom.Edge.Fleet.Rollout;

namespace SdCom.Edge.Fleet.Working;

/// <summary>
/// The clip jobs that this node can do, in the order in which they come: those of the queues of the models that it has. Its consumers follow its models. Each has a prefetch of its own, so that one
/// model's archive does not hold up another's.
/// </summary>
/// <param name="connection">An open connection.</param>
/// <param name="channel">A channel of it with a prefetch.</param>
/// <param name="models">The node's models.</param>
/// <param name="say">Told what people should know, in a line.</param>
/// <param name="clock">The time of waits.</param>
internal sealed class ClipIntake(IConnection connection, IChannel channel, NodeModels models, Action<string> say, TimeProvider clock)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(5); // for a queue that is missing and that this node may not make

    private readonly Channel<Delivery> jobs = Channel.CreateUnbounded<Delivery>(new UnboundedChannelOptions { SingleReader = true }); // the prefetch bounds it
    private readonly HashSet<string> taking = []; // hashes
    private readonly Dictionary<string, long> missing = []; // hashes, and when they were asked for

    /// <summary>The jobs; ends with an exception when the channel is lost.</summary>
    public ChannelReader<Delivery> Jobs => jobs.Reader;

    /// <summary>Follows the node's models until the end.</summary>
    public async Task RunAsync(CancellationToken ending)
    {
        channel.ChannelShutdownAsync += (_, reason) =>
        {
            jobs.Writer.TryComplete(new BrokerException($"the broker closed the channel: {reason.ReplyText}") { MayPass = true });
            return Task.CompletedTask;
        };
        try
        {
            while (true)
            {
                await FollowAsync(models.Held, ending).ConfigureAwait(false);
                await Task.Delay(LookEvery, clock, ending).ConfigureAwait(false);
            }
        }
        catch (Exception end) when (end is OperationCanceledException || Sessions.IsLoss(end))
        {
            jobs.Writer.TryComplete(end is OperationCanceledException ? null : end);
        }
    }

    private async Task FollowAsync(IReadOnlyList<FleetModel> held, CancellationToken ending)
    {
        string[] gone;
        lock (taking)
            gone = [.. taking.Except(held.Select(model => model.ModelHash))];
        foreach (string hash in gone)
        {
            Forget(hash);
            await channel.BasicCancelAsync(hash, cancellationToken: ending).ConfigureAwait(false); // what it has in hand is answered, or goes back
        }

        foreach (FleetModel model in held.Where(IsDue))
        {
            if (await ClipQueues.FindAsync(connection, model, ending).ConfigureAwait(false))
            {
                await TakeAsync(model.ModelHash, ending).ConfigureAwait(false);
                missing.Remove(model.ModelHash);
                continue;
            }

            if (!missing.ContainsKey(model.ModelHash))
                say($"there is no clips queue for {model} yet; it is made when the model is rolled out, or by ./sdcom fleet setup --model.");
            missing[model.ModelHash] = clock.GetTimestamp();
        }
    }

    private bool IsDue(FleetModel model)
    {
        lock (taking)
        {
            if (taking.Contains(model.ModelHash))
                return false;
        }

        return !missing.TryGetValue(model.ModelHash, out long asked) || clock.GetElapsedTime(asked) >= AskAgain;
    }

    private async Task TakeAsync(string hash, CancellationToken ending)
    {
        AsyncEventingBasicConsumer consumer = new(channel);
        consumer.ReceivedAsync += (_, message) =>
        {
            jobs.Writer.TryWrite(Delivery.Of(message));
            return Task.CompletedTask;
        };
        consumer.UnregisteredAsync += (_, _) =>
        {
            Forget(hash); // somebody deleted the queue: it is looked for again
            return Task.CompletedTask;
        };
        lock (taking)
            taking.Add(hash);
        await channel.BasicConsumeAsync(ClipQueues.NameOf(hash), autoAck: false, consumerTag: hash, consumer, ending).ConfigureAwait(false);
    }

    private void Forget(string hash)
    {
        lock (taking)
            taking.Remove(hash);
    }
}
