using System.Threading.Channels;
using RabbitMQ.Client;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Working;

namespace SdCom.Edge.Fleet.Cameras;

/// <summary>
/// At which of the cameras' queues a node waits. It begins at one by its name, so that nodes spread, and looks at one of the others four times in a heartbeat. Cameras wait at a queue only when nobody there
/// takes them; then it goes there. A queue without anybody is found by one of n nodes within (queues - 1) / 4 heartbeats, and by a fleet of as many nodes as queues mostly at the next look.
/// </summary>
/// <param name="channel">Asks how much waits.</param>
/// <param name="queues">How many queues there are.</param>
/// <param name="first">The number of the first.</param>
/// <param name="every">The time between two looks.</param>
/// <param name="clock">The time.</param>
internal sealed class CameraRounds(IChannel channel, int queues, int first, TimeSpan every, TimeProvider clock) : IAsyncDisposable
{
    private int at = first;
    private int looked = first;

    /// <summary>The queue to wait at.</summary>
    public string Queue => CameraQueues.NameOf(at);

    public static async Task<CameraRounds> BeginAsync(IConnection connection, WorkerSettings settings, TimeProvider clock, CancellationToken cancel)
    {
        int queues = await CameraQueues.CountAsync(connection, cancel).ConfigureAwait(false);
        IChannel channel = await connection.CreateChannelAsync(cancellationToken: cancel).ConfigureAwait(false);
        return new CameraRounds(channel, queues, CameraQueues.NumberOf(settings.Node, queues), settings.Heartbeat / 4, clock);
    }

    /// <summary>Waits until a camera has come, or another queue needs somebody.</summary>
    /// <returns>Whether it is time to go to another queue.</returns>
    public async Task<bool> WaitAsync(ChannelReader<Delivery> deliveries, CancellationToken cancel)
    {
        Task<bool> coming = deliveries.WaitToReadAsync(cancel).AsTask();
        while (queues > 1 && await Task.WhenAny(coming, Task.Delay(every, clock, cancel)).ConfigureAwait(false) != coming)
        {
            cancel.ThrowIfCancellationRequested();
            looked = (looked + 1) % queues;
            if (looked == at || (await channel.QueueDeclarePassiveAsync(CameraQueues.NameOf(looked), cancel).ConfigureAwait(false)).MessageCount == 0)
                continue;
            at = looked;
            return true;
        }

        return await coming.ConfigureAwait(false) ? false : throw new BrokerException($"{Queue}: the queue is gone") { MayPass = true };
    }

    public ValueTask DisposeAsync() => channel.DisposeAsync();
}
