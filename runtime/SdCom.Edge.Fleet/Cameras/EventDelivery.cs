using System.Text.Json;
using RabbitMQ.Client;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Jobs;
using SdCom.Edge.Runtime.Outputs.Queue;

namespace SdCom.Edge.Fleet.Cameras;

/// <summary>Publishes the events of one lease with its fencing number, as long as the lease holds and not a moment longer.</summary>
/// <param name="connection">The connection that the lease hangs on; stays its owner's.</param>
/// <param name="camera">The camera.</param>
/// <param name="fence">The lease's number.</param>
/// <param name="node">This node.</param>
/// <param name="holds">Whether the lease still holds.</param>
internal sealed class EventDelivery(IConnection connection, string camera, Fence fence, string node, Func<bool> holds) : IDelivery
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);
    private IChannel? channel;

    public void Open(CancellationToken cancel)
    {
        Check();
        channel = Call(() => connection.CreateChannelAsync(BrokerLink.Confirming, cancel));
    }

    public void Deliver(in OutputMessage message, CancellationToken cancel)
    {
        CameraEvent told = new()
        {
            Camera = camera,
            Fence = fence.ToString(),
            Node = node,
            Phase = message.Kind == MessageKinds.Began ? "began" : "ended",
            Action = message.Action ?? string.Empty,
            Start = Math.Round(message.Start.TotalSeconds, 3),
            End = Math.Round(message.Time.TotalSeconds, 3),
            Confidence = Math.Round(message.Confidence, 4),
            At = message.At,
            Number = message.Number,
        };
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(told, FleetJson.Default.CameraEvent);
        Check();
        Call(async () =>
        {
            Task published = channel!.BasicPublishAsync(FleetNames.Events, camera, mandatory: false, new BasicProperties { ContentType = "application/json" }, body, cancel).AsTask();
            while (await Task.WhenAny(published, Task.Delay(LookAgain, cancel)).ConfigureAwait(false) != published)
                Check(); // a broker out of reach never answers
            await published.ConfigureAwait(false);
            return true;
        });
    }

    public void Dispose() => channel?.Dispose();

    // An output has a thread of its own, which may wait.
    private static T Call<T>(Func<Task<T>> work)
    {
        try
        {
            return Task.Run(work).GetAwaiter().GetResult();
        }
        catch (Exception problem) when (Sessions.IsLoss(problem) && problem is not (OperationCanceledException or DeliveryException))
        {
            throw new DeliveryException(BrokerLink.Words(problem), DeliveryFault.Broken, problem);
        }
    }

    private void Check()
    {
        if (!holds())
            throw new DeliveryException($"camera {camera}: the lease {fence} is lost, its events are stale", DeliveryFault.Refused);
    }
}
