using RabbitMQ.Client;
using SdCom.Edge.Core;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Jobs;
using SdCom.Edge.Fleet.Working;

namespace SdCom.Edge.Fleet.Results;

/// <summary>A clip job that was given up, and why.</summary>
/// <param name="Key">Its key; null where the job could not even be read.</param>
/// <param name="Path">Its clip; null where the job could not even be read.</param>
/// <param name="Reason">Why.</param>
/// <param name="Node">The node that gave it up; null where the broker did, because too many workers died of it.</param>
public sealed record DeadClip(string? Key, string? Path, string Reason, string? Node);

/// <summary>The queue of jobs that were given up.</summary>
internal static class DeadLetters
{
    /// <summary>Looks at them without taking them away.</summary>
    public static async Task<IReadOnlyList<DeadClip>> ReadAsync(IConnection connection, CancellationToken cancel)
    {
        await using IChannel channel = await connection.CreateChannelAsync(cancellationToken: cancel).ConfigureAwait(false);
        List<DeadClip> dead = [];
        while (await channel.BasicGetAsync(FleetNames.Dead, autoAck: false, cancel).ConfigureAwait(false) is { } message)
            dead.Add(Describe(Delivery.Of(message)));
        return [.. dead.Where(clip => clip.Key is null), .. dead.Where(clip => clip.Key is not null).DistinctBy(clip => clip.Key)]; // closing the channel puts them back
    }

    /// <summary>Sends those that can be read to work again, and takes each away once the broker has it there.</summary>
    public static async Task<int> RetryAsync(IConnection connection, CancellationToken cancel)
    {
        await using IChannel channel = await connection.CreateChannelAsync(BrokerLink.Confirming, cancel).ConfigureAwait(false);
        List<Delivery> letters = []; // all of them first: one that is given up again at once must not come round for ever
        while (await channel.BasicGetAsync(FleetNames.Dead, autoAck: false, cancel).ConfigureAwait(false) is { } message)
            letters.Add(Delivery.Of(message));
        HashSet<FleetModel> models = [];
        int sent = 0;
        foreach ((Delivery letter, ClipJob job) in letters.Select(letter => (letter, Read(letter))).Where(letter => letter.Item2 is not null).Select(letter => (letter.letter, letter.Item2!)))
        {
            if (models.Add(job.AsksFor))
                await ClipQueues.MakeAsync(connection, job.AsksFor, cancel).ConfigureAwait(false);
            BasicProperties properties = new() { DeliveryMode = DeliveryModes.Persistent, MessageId = letter.MessageId, ContentType = "application/json" };
            await channel.BasicPublishAsync(FleetNames.Jobs, RoutingKeys.ClipAgain(job.ModelHash), mandatory: true, properties, letter.Body, cancel).ConfigureAwait(false);
            await channel.BasicAckAsync(letter.Tag, multiple: false, cancel).ConfigureAwait(false);
            sent++;
        }

        return sent;
    }

    private static DeadClip Describe(Delivery letter)
    {
        string reason = letter.Text(ClipWork.ReasonHeader) ?? (letter.Headers.ContainsKey("x-death")
            ? $"it was given out more than {Topology.DeliveryLimit} times and never settled: whoever took it died or lost the broker."
            : "there was no queue for its model when it was sent; ./sdcom fleet retry makes one.");
        ClipJob? job = Read(letter);
        return new DeadClip(job?.Key, job?.Path, reason, letter.Text(ClipWork.NodeHeader));
    }

    private static ClipJob? Read(Delivery letter)
    {
        try
        {
            return Payload.ReadClip(letter.Body);
        }
        catch (InputException)
        {
            return null;
        }
    }
}
