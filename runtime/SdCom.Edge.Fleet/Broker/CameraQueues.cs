using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RabbitMQ.Client;

namespace SdCom.Edge.Fleet.Broker;

/// <summary>
/// The quorum queues whose messages are cameras. One carries some 10,000 cameras: it looks at each of its consumers for every one that comes or goes. A larger fleet spreads its cameras over several by a hash of their
/// names. A camera stays in the queue that it was submitted to until it is submitted anew, so that there may become more of them later.
/// </summary>
internal static class CameraQueues
{
    /// <summary>The most queues of cameras.</summary>
    public const int Most = 64;

    /// <summary>The queue of a number from 0.</summary>
    public static string NameOf(int number) => number == 0 ? FleetNames.Cameras : string.Create(CultureInfo.InvariantCulture, $"{FleetNames.Cameras}.{number}");

    /// <summary>The number of a camera's queue.</summary>
    /// <param name="camera">The camera.</param>
    /// <param name="queues">How many there are.</param>
    public static int NumberOf(string camera, int queues) => (int)(BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(camera))) % (uint)queues);

    /// <summary>How many there are: they have numbers without a gap.</summary>
    public static async Task<int> CountAsync(IConnection connection, CancellationToken cancel)
    {
        int count = 1;
        while (count < Most && await QueueLook.CountAsync(connection, NameOf(count), cancel).ConfigureAwait(false) is not null)
            count++;
        return count;
    }

    /// <summary>Makes one; it is bound before those with larger numbers are there.</summary>
    public static async Task MakeAsync(IChannel channel, int number, CancellationToken cancel)
    {
        await channel.QueueDeclareAsync(NameOf(number), true, false, false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: cancel).ConfigureAwait(false);
        await channel.QueueBindAsync(NameOf(number), FleetNames.Jobs, RoutingKeys.Camera(number), cancellationToken: cancel).ConfigureAwait(false);
    }
}
