using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace SdCom.Edge.Fleet.Broker;

/// <summary>Turns what a consumer is called with into something to read from.</summary>
internal static class Consumption
{
    /// <summary>Begins to consume. The reader ends when the consumer is cancelled, and with an exception when the channel is lost.</summary>
    /// <param name="channel">A channel with a prefetch.</param>
    /// <param name="queue">The queue or stream.</param>
    /// <param name="tag">A name by which it can be cancelled; empty lets the broker choose one.</param>
    /// <param name="arguments">What else the broker is told; null for nothing.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<ChannelReader<Delivery>> BeginAsync(IChannel channel, string queue, string tag, Dictionary<string, object?>? arguments, CancellationToken cancel)
    {
        Channel<Delivery> messages = Channel.CreateUnbounded<Delivery>(new UnboundedChannelOptions { SingleReader = true }); // the channel's prefetch bounds it
        AsyncEventingBasicConsumer consumer = new(channel);
        consumer.ReceivedAsync += (_, message) =>
        {
            messages.Writer.TryWrite(Delivery.Of(message));
            return Task.CompletedTask;
        };
        consumer.UnregisteredAsync += (_, _) => End(null); // the queue was deleted, or we cancelled
        channel.ChannelShutdownAsync += (_, reason) => End(new BrokerException($"the broker closed the channel: {reason.ReplyText}") { MayPass = true });
        await channel.BasicConsumeAsync(queue, autoAck: false, tag, arguments, consumer, cancel).ConfigureAwait(false);
        return messages.Reader;

        Task End(Exception? problem)
        {
            messages.Writer.TryComplete(problem);
            return Task.CompletedTask;
        }
    }
}
