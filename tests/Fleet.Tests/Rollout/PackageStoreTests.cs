using RabbitMQ.Client;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Packages.Signing;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Jobs;
using SdCom.Edge.Fleet.Rollout;
using SdCom.Edge.Fleet.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Fleet.Tests.Rollout;

/// <summary>Packages on their way through a real broker.</summary>
public class PackageStoreTests(SharedBroker shared, Models models)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_signed_package_comes_whole_once_for_all_and_is_not_sent_twice()
    {
        using SigningKey key = SigningKey.Generate();
        ModelPackage package = SignedModel.Copy(models.Small, models.NewPath(), key);
        await using IConnection connection = await ConnectAsync();
        long told = 0;
        Assert.True(await PackageUpload.SendAsync(connection, package, (bytes, all) => told = bytes * 100 / all, Cancel));
        Assert.Equal(100, told);
        Assert.False(await PackageUpload.SendAsync(connection, package, null, Cancel));
        string folder = models.NewPath(), hash = ModelHash.Of(package);
        foreach (string node in (string[])["first", "second"])
        {
            string place = await new PackageStore(folder, node, [key.Public]).FetchAsync(connection, hash, Cancel);
            Assert.Equal(Path.Combine(folder, hash), place);
            foreach (string file in Directory.GetFiles(package.Directory))
                Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(place, Path.GetFileName(file))));
        }

        Assert.Equal([hash], Directory.GetFileSystemEntries(folder).Select(path => Path.GetFileName(path)));
    }

    [Fact]
    public async Task Unsigned_foreign_edited_and_misnamed_packages_are_refused_and_leave_nothing()
    {
        using SigningKey key = SigningKey.Generate(), other = SigningKey.Generate();
        await using IConnection connection = await ConnectAsync();
        PackageException unsigned = await Assert.ThrowsAsync<PackageException>(() => PackageUpload.SendAsync(connection, models.Small, null, Cancel));
        Assert.Contains("is not signed", unsigned.Message, StringComparison.Ordinal);

        ModelPackage foreign = SignedModel.Copy(models.Small, models.NewPath(), other);
        await PackageUpload.SendAsync(connection, foreign, null, Cancel);
        await RefusedAsync(ModelHash.Of(foreign), "which is not trusted here");

        // What a broker's user could send by hand.
        Dictionary<string, byte[]> files = Directory.GetFiles(SignedModel.Copy(models.Small, models.NewPath(), key).Directory).ToDictionary(path => Path.GetFileName(path), File.ReadAllBytes);
        byte[] labels = files["labels.txt"];
        await RefusedAsync(await SendAsync('1', files), "is another one"); // a good package under another one's name
        files["labels.txt"] = [.. labels, (byte)' '];
        await RefusedAsync(await SendAsync('2', files), "edited");
        files["labels.txt"] = labels;
        files["extra.txt"] = [1];
        await RefusedAsync(await SendAsync('3', files), "was not signed with the package");
        files.Remove("extra.txt");
        files["../out.txt"] = [1];
        await RefusedAsync(await SendAsync('4', files), "no part of a package");
        Assert.False(File.Exists(Path.Combine(models.Folder, "out.txt")));

        async Task RefusedAsync(string hash, string says)
        {
            string folder = Directory.CreateDirectory(models.NewPath()).FullName;
            PackageException problem = await Assert.ThrowsAsync<PackageException>(() => new PackageStore(folder, "node", [key.Public]).FetchAsync(connection, hash, Cancel));
            Assert.Contains(says, problem.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', problem.Message);
            Assert.Empty(Directory.GetFileSystemEntries(folder));
        }

        async Task<string> SendAsync(char letter, Dictionary<string, byte[]> sent)
        {
            string hash = new(letter, 64), stream = PackageParcel.StreamOf(hash);
            await using IChannel channel = await connection.CreateChannelAsync(BrokerLink.Confirming, Cancel);
            await channel.QueueDeclareAsync(stream, true, false, false, new Dictionary<string, object?> { ["x-queue-type"] = "stream" }, cancellationToken: Cancel);
            await channel.QueueBindAsync(stream, FleetNames.Packages, stream, cancellationToken: Cancel);
            foreach ((string file, byte[] bytes) in sent)
            {
                foreach ((int i, byte[] piece) in bytes.Chunk(PackageParcel.PieceBytes).Index())
                    await PublishAsync(null, new() { [PackageParcel.FileHeader] = file, [PackageParcel.OffsetHeader] = (long)i * PackageParcel.PieceBytes }, piece);
            }

            await PublishAsync(PackageParcel.End, [], []);
            return hash;

            async Task PublishAsync(string? id, Dictionary<string, object?> headers, byte[] body) =>
                await channel.BasicPublishAsync(FleetNames.Packages, stream, mandatory: true, new BasicProperties { MessageId = id, Headers = headers }, body, Cancel);
        }
    }

    private async Task<IConnection> ConnectAsync()
    {
        BrokerSettings broker = shared.NewHost();
        IConnection connection = await BrokerLink.OpenAsync(broker, "test", Cancel);
        await Topology.EnsureAsync(connection, broker, Cancel);
        return connection;
    }
}
