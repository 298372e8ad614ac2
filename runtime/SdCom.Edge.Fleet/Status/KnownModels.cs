using System.Collections.Concurrent;
using RabbitMQ.Client;
using SdCom.Edge.Core;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Jobs;

namespace SdCom.Edge.Fleet.Status;

/// <summary>The models that clips were ever submitted for or that were rolled out, by the fleet's log of them, and how many clips wait for each.</summary>
internal sealed class KnownModels : IAsyncDisposable
{
    private readonly IConnection connection;
    private readonly CancellationTokenSource ending = new();
    private readonly ConcurrentDictionary<string, string> names = []; // by hash
    private readonly TaskCompletionSource read = new(TaskCreationOptions.RunContinuationsAsynchronously); // everything that was there at the start
    private readonly Task following;

    public KnownModels(IConnection connection)
    {
        this.connection = connection;
        following = FollowAsync();
    }

    /// <summary>The clips that wait, by model; a model whose queue was deleted is left out.</summary>
    public async Task<IReadOnlyList<(FleetModel Model, long Waiting)>> CountAsync(CancellationToken cancel)
    {
        await read.Task.WaitAsync(cancel).ConfigureAwait(false);
        List<(FleetModel, long)> all = [];
        foreach ((string hash, string name) in names.OrderBy(model => model.Value, StringComparer.Ordinal).ThenBy(model => model.Key, StringComparer.Ordinal))
        {
            if (await QueueLook.CountAsync(connection, ClipQueues.NameOf(hash), cancel).ConfigureAwait(false) is { } waiting)
                all.Add((new FleetModel(name, hash), waiting));
        }

        return all;
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync().ConfigureAwait(false);
        await following.ConfigureAwait(false);
        ending.Dispose();
    }

    private async Task FollowAsync()
    {
        try
        {
            long? end = await LogReader.FindEndAsync(connection, FleetNames.Models, ending.Token).ConfigureAwait(false);
            if (end is null)
                read.SetResult();
            await foreach (Delivery message in LogReader.FollowAsync(connection, FleetNames.Models, LogReader.First, ending.Token).ConfigureAwait(false))
            {
                Add(message);
                if (message.Offset >= end)
                    read.TrySetResult();
            }
        }
        catch (Exception problem) when (Sessions.IsLoss(problem))
        {
            read.TrySetException(problem);
        }
    }

    private void Add(Delivery message)
    {
        try
        {
            FleetModel model = Payload.ReadModel(message.Body);
            names[model.ModelHash] = model.Model;
        }
        catch (InputException)
        {
            // Of another version: it names no queue of ours.
        }
    }
}
