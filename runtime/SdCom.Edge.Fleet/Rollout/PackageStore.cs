using RabbitMQ.Client;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Packages.Signing;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Jobs;

namespace SdCom.Edge.Fleet.Rollout;

/// <summary>The packages that a node has fetched, each in a folder named by its hash, and none that its trusted keys have not signed.</summary>
/// <param name="folder">Where they lie; nodes of one machine may share it.</param>
/// <param name="node">The node.</param>
/// <param name="keys">Whose signatures are believed.</param>
public sealed class PackageStore(string folder, string node, IReadOnlyCollection<TrustedKey> keys)
{
    private const ushort Ahead = 8; // pieces, of half a megabyte
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The folder of a package that is here and whole; otherwise it is fetched aside, verified and put in place by renaming.</summary>
    /// <exception cref="PackageException">It is unsigned, foreign, edited or too large; nothing of it stays here.</exception>
    /// <exception cref="BrokerException">It is not whole on the broker; that may pass.</exception>
    internal async Task<string> FetchAsync(IConnection connection, string modelHash, CancellationToken cancel)
    {
        string place = Path.Combine(folder, modelHash);
        if (Directory.Exists(place) && IsWhole(place, modelHash))
            return place;
        string aside = $"{place}.{node}.fetching";
        Remove(aside);
        Directory.CreateDirectory(aside);
        try
        {
            await ReceiveAsync(connection, modelHash, aside, cancel).ConfigureAwait(false);
            (ModelPackage package, _) = PackageSignature.Verify(aside, keys);
            if (ModelHash.Of(package) != modelHash)
                throw new PackageException($"the package that came as {modelHash} is another one, {ModelHash.Of(package)}; roll it out again.");
            if (Directory.Exists(place) && IsWhole(place, modelHash))
                return place; // another node of this machine was quicker
            Remove(place);
            Directory.Move(aside, place);
            return place;
        }
        finally
        {
            Remove(aside);
        }
    }

    private static async Task ReceiveAsync(IConnection connection, string modelHash, string aside, CancellationToken cancel)
    {
        string stream = PackageParcel.StreamOf(modelHash);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        HashSet<string> files = [];
        long bytes = 0;
        try
        {
            await foreach (Delivery piece in LogReader.FollowAsync(connection, stream, LogReader.First, patience.Token, Ahead).ConfigureAwait(false))
            {
                patience.CancelAfter(Patience); // from one piece to the next
                if (piece.MessageId == PackageParcel.End)
                    return;
                string? file = piece.Text(PackageParcel.FileHeader);
                if (!PackageParcel.IsFile(file) || piece.Body.Length > PackageParcel.PieceBytes || (bytes += piece.Body.Length) > PackageParcel.MaxBytes || (files.Add(file!) && files.Count > PackageParcel.MaxFiles))
                    throw new PackageException($"{stream}: a piece is no part of a package; delete the stream and roll the model out again.");
                using FileStream target = new(Path.Combine(aside, file!), FileMode.Append);
                if (piece.Number(PackageParcel.OffsetHeader) != target.Position)
                    throw new PackageException($"{stream}: the pieces of {file} are not in order; delete the stream and roll the model out again.");
                await target.WriteAsync(piece.Body, cancel).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
        }

        throw new BrokerException($"{stream}: the package does not come to its end; roll the model out again") { MayPass = true }; // who sends it may have been cut off
    }

    private bool IsWhole(string place, string modelHash)
    {
        try
        {
            return ModelHash.Of(PackageSignature.Verify(place, keys).Package) == modelHash;
        }
        catch (PackageException)
        {
            return false;
        }
    }

    private static void Remove(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }
}
