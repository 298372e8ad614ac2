using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using SdCom.Edge.Fleet.Broker;

namespace SdCom.Edge.Fleet.Submitting;

/// <summary>
/// One submitter at a time. A queue that is exclusive to its connection is a lock that the broker takes back by itself when the connection dies. Two who submit at once would each not see what the
/// other sends.
/// </summary>
internal static class SubmissionLock
{
    private const int Locked = 405;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    /// <summary>Waits for its turn; holds it as long as the connection lives, or until <see cref="ReleaseAsync"/>.</summary>
    public static async Task TakeAsync(IConnection connection, Action<string> say, TimeProvider clock, CancellationToken cancel)
    {
        bool told = false;
        while (true)
        {
            await using IChannel channel = await connection.CreateChannelAsync(cancellationToken: cancel).ConfigureAwait(false);
            try
            {
                await channel.QueueDeclareAsync(FleetNames.Submitting, durable: false, exclusive: true, autoDelete: false, cancellationToken: cancel).ConfigureAwait(false);
                return;
            }
            catch (OperationInterruptedException busy) when (busy.ShutdownReason?.ReplyCode == Locked)
            {
                if (!told)
                    say("somebody else is submitting; waiting for its end.");
                told = true;
            }

            await Task.Delay(Pause, clock, cancel).ConfigureAwait(false);
        }
    }

    public static async Task ReleaseAsync(IConnection connection, CancellationToken cancel)
    {
        await using IChannel channel = await connection.CreateChannelAsync(cancellationToken: cancel).ConfigureAwait(false);
        await channel.QueueDeleteAsync(FleetNames.Submitting, cancellationToken: cancel).ConfigureAwait(false);
    }
}
