using RabbitMQ.Client;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Jobs;

namespace SdCom.Edge.Fleet.Rollout;

/// <summary>Brings a package to the broker, see <see cref="PackageParcel"/>.</summary>
internal static class PackageUpload
{
    /// <summary>Sends a package that is not there yet; one whose sending was interrupted is sent anew.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="package">The package, signed.</param>
    /// <param name="progress">Told the bytes that the broker has, and all of them.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Whether it had to be sent.</returns>
    /// <exception cref="PackageException">The package is not signed, or larger than a package may be.</exception>
    public static async Task<bool> SendAsync(IConnection connection, ModelPackage package, Action<long, long>? progress, CancellationToken cancel)
    {
        IReadOnlyList<string> files = PackageParcel.FilesOf(package);
        long all = files.Sum(file => new FileInfo(file).Length), sent = 0;
        if (all > PackageParcel.MaxBytes || files.Count > PackageParcel.MaxFiles)
            throw new PackageException($"{package.Directory}: a package may have {PackageParcel.MaxFiles} files and {PackageParcel.MaxBytes >> 20} MiB, this one has {files.Count} and {all >> 20}.");
        string stream = PackageParcel.StreamOf(ModelHash.Of(package));
        await using IChannel channel = await connection.CreateChannelAsync(BrokerLink.Confirming, cancel).ConfigureAwait(false);
        if (await IsThereAsync(connection, stream, cancel).ConfigureAwait(false) is { } complete)
        {
            if (complete)
                return false;
            await channel.QueueDeleteAsync(stream, cancellationToken: cancel).ConfigureAwait(false);
        }

        await channel.QueueDeclareAsync(stream, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "stream" }, cancellationToken: cancel).ConfigureAwait(false);
        await channel.QueueBindAsync(stream, FleetNames.Packages, stream, cancellationToken: cancel).ConfigureAwait(false);
        byte[] piece = new byte[PackageParcel.PieceBytes];
        foreach (string file in files)
        {
            using FileStream bytes = File.OpenRead(file);
            long offset = 0;
            for (int read; (read = await bytes.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, cancel).ConfigureAwait(false)) > 0; offset += read)
            {
                Dictionary<string, object?> headers = new() { [PackageParcel.FileHeader] = Path.GetFileName(file), [PackageParcel.OffsetHeader] = offset };
                await PublishAsync(null, headers, piece.AsMemory(0, read)).ConfigureAwait(false);
                progress?.Invoke(sent += read, all);
            }
        }

        await PublishAsync(PackageParcel.End, null, default).ConfigureAwait(false);
        return true;

        async Task PublishAsync(string? id, Dictionary<string, object?>? headers, ReadOnlyMemory<byte> body)
        {
            BasicProperties properties = new() { DeliveryMode = DeliveryModes.Persistent, MessageId = id, Headers = headers };
            await channel.BasicPublishAsync(FleetNames.Packages, stream, mandatory: true, properties, body, cancel).ConfigureAwait(false);
        }
    }

    // Null when there is no such stream, false when its end is missing.
    private static async Task<bool?> IsThereAsync(IConnection connection, string stream, CancellationToken cancel)
    {
        if (await QueueLook.CountAsync(connection, stream, cancel).ConfigureAwait(false) is null)
            return null;
        return await LogReader.FindLastAsync(connection, stream, cancel).ConfigureAwait(false) is { MessageId: PackageParcel.End };
    }
}
