using System.Globalization;
using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace SdCom.Edge.Fleet.Broker;

/// <summary>A message as it was delivered, with a body of its own.</summary>
/// <param name="Body">The body.</param>
/// <param name="Headers">The headers; empty where there are none.</param>
/// <param name="Tag">What acknowledges it on its channel.</param>
/// <param name="Redelivered">Whether it may have been delivered before.</param>
/// <param name="RoutingKey">What it was published as.</param>
/// <param name="MessageId">Its name; null without one.</param>
public sealed record Delivery(ReadOnlyMemory<byte> Body, IDictionary<string, object?> Headers, ulong Tag, bool Redelivered, string RoutingKey, string? MessageId)
{
    /// <summary>How often the queue has given it away before, which a quorum queue counts in its log; 0 for the first time.</summary>
    public long DeliveryCount => Number("x-delivery-count") ?? 0;

    /// <summary>Where it stands in its stream; null outside of streams.</summary>
    public long? Offset => Number("x-stream-offset");

    /// <summary>A header that is a number.</summary>
    public long? Number(string header) => Headers.TryGetValue(header, out object? value) && value is long or int ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : null;

    /// <summary>A header that is a text.</summary>
    public string? Text(string header) => Headers.TryGetValue(header, out object? value) && value is byte[] text ? Encoding.UTF8.GetString(text) : null;

    /// <summary>Copies what the client lends for the time of the call.</summary>
    internal static Delivery Of(BasicDeliverEventArgs message) => new(
        message.Body.ToArray(), message.BasicProperties.Headers ?? new Dictionary<string, object?>(), message.DeliveryTag, message.Redelivered, message.RoutingKey, message.BasicProperties.MessageId);

    internal static Delivery Of(BasicGetResult message) => new(
        message.Body.ToArray(), message.BasicProperties.Headers ?? new Dictionary<string, object?>(), message.DeliveryTag, message.Redelivered, message.RoutingKey, message.BasicProperties.MessageId);
}
