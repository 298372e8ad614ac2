using System.Runtime.CompilerServices;
using RabbitMQ.Client;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Jobs;

namespace SdCom.Edge.Fleet.Results;

/// <summary>How far a fleet is with what was submitted.</summary>
/// <param name="Submitted">Clip jobs by key.</param>
/// <param name="Answered">Those with a result.</param>
/// <param name="Dead">Those without one that were given up.</param>
/// <param name="Duplicates">Results beyond the first of their jobs: somebody died, or lost the broker, between a result and its acknowledgement.</param>
public sealed record ResultCounts(int Submitted, int Answered, int Dead, int Duplicates)
{
    /// <summary>Jobs that nobody has settled.</summary>
    public int Open => Submitted - Answered - Dead;
}

/// <summary>Reads results without taking them away. Each job has exactly one: the first of its key.</summary>
public sealed class ResultLog
{
    private readonly IConnection connection;
    private readonly HashSet<string> answered = [];
    private int duplicates;

    internal ResultLog(IConnection connection) => this.connection = connection;

    /// <summary>The results so far, each job's first.</summary>
    public async IAsyncEnumerable<ClipResult> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (Delivery message in LogReader.ReadAsync(connection, FleetNames.Results, cancel).ConfigureAwait(false))
        {
            if (First(message) is { } result)
                yield return result;
        }
    }

    /// <summary>The same and what comes after, until every job that was submitted has its result or was given up.</summary>
    public async IAsyncEnumerable<ClipResult> ReadToEndAsync(TimeProvider clock, Action<ResultCounts>? progress, [EnumeratorCancellation] CancellationToken cancel)
    {
        IReadOnlySet<string> submitted = await SubmittedAsync(cancel).ConfigureAwait(false);
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        ConfiguredCancelableAsyncEnumerable<Delivery>.Enumerator messages = LogReader.FollowAsync(connection, FleetNames.Results, LogReader.First, over.Token).ConfigureAwait(false).GetAsyncEnumerator();
        Task<bool> next = NextAsync();
        while (true)
        {
            // The dead are asked for when nothing has come for a while; they do not come by themselves.
            Task pause = Task.Delay(TimeSpan.FromSeconds(1), clock, over.Token);
            bool quiet = await Task.WhenAny(next, pause).ConfigureAwait(false) == pause;
            if (quiet || answered.Count >= submitted.Count)
            {
                ResultCounts counts = Count(submitted, await DeadAsync(cancel).ConfigureAwait(false));
                progress?.Invoke(counts);
                if (counts.Open == 0)
                    break;
            }

            if (quiet)
                continue;
            if (!await next.ConfigureAwait(false))
                break;
            if (First(messages.Current) is { } result)
                yield return result;
            next = NextAsync();
        }

        await over.CancelAsync().ConfigureAwait(false);
        await next.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
        await messages.DisposeAsync();

        async Task<bool> NextAsync() => await messages.MoveNextAsync();
    }

    /// <summary>The keys of everything that was submitted so far.</summary>
    public async Task<IReadOnlySet<string>> SubmittedAsync(CancellationToken cancel)
    {
        HashSet<string> keys = [];
        await foreach (Delivery message in LogReader.ReadAsync(connection, FleetNames.Submitted, cancel).ConfigureAwait(false))
        {
            if (RoutingKeys.IsNewClip(message.RoutingKey) && message.MessageId is { } key)
                keys.Add(key);
        }

        return keys;
    }

    /// <summary>The jobs that were given up, without taking them away.</summary>
    public Task<IReadOnlyList<DeadClip>> DeadAsync(CancellationToken cancel) => DeadLetters.ReadAsync(connection, cancel);

    /// <summary>How far the fleet is, by what was read of this log.</summary>
    public ResultCounts Count(IReadOnlySet<string> submitted, IEnumerable<DeadClip> dead)
    {
        ArgumentNullException.ThrowIfNull(submitted);
        int dying = dead.Count(clip => clip.Key is { } key && submitted.Contains(key) && !answered.Contains(key));
        return new ResultCounts(submitted.Count, submitted.Count(answered.Contains), dying, duplicates);
    }

    /// <summary>Whether a job has a result among those that were read.</summary>
    public bool Has(string key) => answered.Contains(key);

    private ClipResult? First(Delivery message)
    {
        ClipResult result = Payload.Read(message.Body, $"{FleetNames.Results}, message {message.Offset}", FleetJson.Default.ClipResult);
        if (answered.Add(result.Key))
            return result;
        duplicates++;
        return null;
    }
}
