using RabbitMQ.Client;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Jobs;
using SdCom.Edge.Fleet.Tests.Fixtures;

namespace SdCom.Edge.Fleet.Tests.Broker;

public class TopologyTests(SharedBroker shared)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_clip_job_that_is_published_once_is_both_queued_and_logged()
    {
        BrokerSettings broker = shared.NewHost();
        await using IConnection connection = await BrokerLink.OpenAsync(broker, "test", Cancel);
        await Topology.EnsureAsync(connection, broker, Cancel);
        await Topology.EnsureAsync(connection, broker, Cancel); // finds everything there
        FleetModel model = new("model", new string('a', 64));
        Assert.True(await ClipQueues.FindAsync(connection, model, Cancel));
        await using IChannel channel = await connection.CreateChannelAsync(BrokerLink.Confirming, Cancel);
        for (int i = 0; i < 3; i++)
            await channel.BasicPublishAsync(FleetNames.Jobs, RoutingKeys.NewClip(model.ModelHash), true, new BasicProperties { MessageId = $"{i}" }, new byte[] { (byte)i }, Cancel);
        Assert.Equal(3, await QueueLook.CountAsync(connection, ClipQueues.NameOf(model.ModelHash), Cancel));
        Assert.Equal(2, await LogReader.FindEndAsync(connection, FleetNames.Submitted, Cancel)); // offsets are from 0
        List<string?> read = [];
        await foreach (Delivery message in LogReader.ReadAsync(connection, FleetNames.Submitted, Cancel))
            read.Add(message.MessageId);
        Assert.Equal(["0", "1", "2"], read);
        Assert.Null(await LogReader.FindEndAsync(connection, FleetNames.Results, Cancel));
    }
}
