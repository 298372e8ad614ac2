using System.Text.Json;
using RabbitMQ.Client;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Jobs;
using SdCom.Edge.Fleet.Status;

namespace SdCom.Edge.Fleet.Working;

/// <summary>
/// The node's sign of life. The broker takes a node for gone no earlier than two heartbeats after the last byte from it; the node takes itself for gone when the last report that the broker confirmed was
/// sent almost as long ago. It was sent before it arrived, so the node always gives up first, and a camera never runs in two places.
/// </summary>
/// <param name="interval">The time between two reports.</param>
/// <param name="clock">The time.</param>
internal sealed class Heartbeat(TimeSpan interval, TimeProvider clock)
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(50);
    private long confirmed = clock.GetTimestamp();

    /// <summary>Whether the broker cannot yet take this node for gone.</summary>
    public bool Holds => clock.GetElapsedTime(Interlocked.Read(ref confirmed)) < (interval * 2) - (interval / 4);

    /// <summary>Sends reports until the end.</summary>
    /// <param name="channel">A channel with confirms.</param>
    /// <param name="node">The node.</param>
    /// <param name="report">Makes a report.</param>
    /// <param name="ending">The end.</param>
    public async Task RunAsync(IChannel channel, string node, Func<NodeReport> report, CancellationToken ending)
    {
        using PeriodicTimer timer = new(interval, clock);
        do
            await BeatAsync(channel, node, report, ending).ConfigureAwait(false);
        while (await timer.WaitForNextTickAsync(ending).ConfigureAwait(false));
    }

    /// <summary>Sends one report and waits for its confirmation.</summary>
    public async Task BeatAsync(IChannel channel, string node, Func<NodeReport> report, CancellationToken ending)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(report(), FleetJson.Default.NodeReport);
        long sent = clock.GetTimestamp();
        await channel.BasicPublishAsync(FleetNames.Nodes, node, mandatory: false, new BasicProperties { ContentType = "application/json" }, body, ending).ConfigureAwait(false);
        Interlocked.Exchange(ref confirmed, sent);
    }

    /// <summary>Returns with an exception when this node has to take itself for gone.</summary>
    /// <exception cref="BrokerException">The broker has confirmed nothing for too long.</exception>
    public async Task GuardAsync(CancellationToken ending)
    {
        while (Holds)
            await Task.Delay(PollEvery, clock, ending).ConfigureAwait(false);
        throw new BrokerException("the broker has confirmed no heartbeat for too long; cameras stop here") { MayPass = true };
    }
}
