using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using SdCom.Edge.Runtime.Capture.Live;

namespace SdCom.Edge.Fleet.Broker;

/// <summary>Work that outlives its connection: connects, works until the connection is lost, waits with growing and jittered waits, and begins again.</summary>
/// <param name="broker">The broker.</param>
/// <param name="name">What the connections are called in the broker's lists.</param>
/// <param name="say">Told each change, in a line.</param>
/// <param name="clock">The time of waits.</param>
/// <param name="chance">The jitter of the waits.</param>
internal sealed class Sessions(BrokerSettings broker, string name, Action<string> say, TimeProvider clock, Random chance)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5); // cameras wait for it

    private readonly BackOff backOff = new(FirstWait, LongestWait, chance);
    private string? problem;

    /// <summary>Goes on until stopped, or until the work returns by itself.</summary>
    /// <param name="work">Works on an open connection until its token says that the connection is lost; returns when all is done.</param>
    /// <param name="stop">Ends the waits between connections; the work decides by itself when it ends.</param>
    /// <exception cref="BrokerException">The first connection is refused for a reason that waiting does not mend.</exception>
    public async Task KeepAsync(Func<IConnection, CancellationToken, Task> work, CancellationToken stop)
    {
        bool known = false; // the broker has let us in once: what refuses us later is tried again for ever
        while (!stop.IsCancellationRequested)
        {
            try
            {
                IConnection connection = await BrokerLink.OpenAsync(broker, name, stop).ConfigureAwait(false);
                await using Leaving leaving = new(connection);
                await Topology.EnsureAsync(connection, broker, stop).ConfigureAwait(false);
                if (problem is not null)
                    say($"{broker.Name}: connected again.");
                (known, problem) = (true, null);
                backOff.Reset();
                using CancellationTokenSource lost = new();
                connection.ConnectionShutdownAsync += (_, _) => lost.CancelAsync();
                await work(connection, lost.Token).ConfigureAwait(false);
                if (!lost.IsCancellationRequested)
                    return;
                Note(connection.CloseReason?.ReplyText ?? "the connection is lost");
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (BrokerException refused) when (!known && !refused.MayPass)
            {
                throw;
            }
            catch (Exception lost) when (IsLoss(lost))
            {
                Note(BrokerLink.Words(lost));
            }

            await Task.Delay(backOff.Next(), clock, stop).ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
        }
    }

    /// <summary>Whether an exception tells that the connection or a channel is gone, and nothing about us.</summary>
    public static bool IsLoss(Exception problem) =>
        problem is BrokerException or RabbitMQClientException or IOException or TimeoutException or OperationCanceledException or ObjectDisposedException or System.Threading.Channels.ChannelClosedException;

    private void Note(string text)
    {
        if (text != problem)
            say($"{(text.StartsWith(broker.Name, StringComparison.Ordinal) ? text : $"{broker.Name}: {text}")}; trying again.");
        problem = text;
    }

    // Says goodbye, but does not wait long for an answer: the other side may be out of reach.
    private sealed class Leaving(IConnection connection) : IAsyncDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

        public async ValueTask DisposeAsync()
        {
            await connection.AbortAsync(Patience).ConfigureAwait(false);
            connection.Dispose();
        }
    }
}
