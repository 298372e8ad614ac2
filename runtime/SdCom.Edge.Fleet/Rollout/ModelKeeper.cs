using RabbitMQ.Client;
using SdCom.Edge.Core;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Jobs;

namespace SdCom.Edge.Fleet.Rollout;

/// <summary>
/// Runs on a node what the orders ask of it: fetches the package, verifies it, warms it, lets it take over, and goes back by itself when the audit's agreement falls. What was refused, or given up, is not tried again
/// until the node starts anew.
/// </summary>
/// <param name="node">The node.</param>
/// <param name="models">Its models.</param>
/// <param name="store">The packages that it has fetched.</param>
/// <param name="say">Told what people should know, in a line.</param>
/// <param name="clock">The time.</param>
public sealed class ModelKeeper(string node, NodeModels models, PackageStore store, Action<string> say, TimeProvider clock)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<string, RolloutReport> over = []; // models that this node will not run
    private string? running; // the order's model; null for the one that the node was started with
    private Agreement before; // of the model that ran before

    /// <summary>How far this node is with the newest model that it was asked to run; null when it never was.</summary>
    public RolloutReport? Report { get; private set; }

    /// <summary>Follows the orders until the end of the connection or of the node.</summary>
    internal async Task RunAsync(IConnection connection, CancellationToken ending)
    {
        RolloutPlan plan = new();
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(ending);
        long? end = await LogReader.FindEndAsync(connection, FleetNames.Rollouts, ending).ConfigureAwait(false);
        TaskCompletionSource known = new(TaskCreationOptions.RunContinuationsAsynchronously); // all orders of the past are read: only the last of them counts
        if (end is null)
            known.SetResult();
        Task following = FollowAsync(connection, plan, end, known, ended.Token);
        try
        {
            await await Task.WhenAny(known.Task, following).ConfigureAwait(false);
            while (!following.IsCompleted)
            {
                await ActAsync(connection, plan, ending).ConfigureAwait(false);
                await Task.Delay(LookEvery, clock, ending).ConfigureAwait(false);
            }

            await following.ConfigureAwait(false);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await following.ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
        }
    }

    private static async Task FollowAsync(IConnection connection, RolloutPlan plan, long? end, TaskCompletionSource known, CancellationToken ending)
    {
        await foreach (Delivery message in LogReader.FollowAsync(connection, FleetNames.Rollouts, LogReader.First, ending).ConfigureAwait(false))
        {
            try
            {
                plan.Add(Payload.ReadRollout(message.Body));
            }
            catch (InputException)
            {
                // No order of this version: it asks nothing of this node.
            }

            if (message.Offset >= end)
                known.TrySetResult();
        }
    }

    private async Task ActAsync(IConnection connection, RolloutPlan plan, CancellationToken cancel)
    {
        Agreement now = models.Agreement;
        if (running is not null && AgreementJudge.Fell(before, now))
            GiveUp(running, RolloutReport.WentBack, FormattableString.Invariant($"the audit agrees in {now.Share:0%} of {now.Windows} windows, with the model before in {before.Share:0%} of {before.Windows}"));
        string? hash = plan.WantedOf(node, over.Keys)?.ModelHash;
        try
        {
            if (hash != running)
            {
                await models.SwitchAsync(hash is null ? null : await FetchAsync(connection, hash, cancel).ConfigureAwait(false)).ConfigureAwait(false);
                before = running is not null && over.ContainsKey(running) ? default : now;
                running = hash;
                say($"runs the model {models.Current.Manifest.Name} ({Short(models.Hash)}).");
            }
        }
        catch (InputException problem) when (problem is not BrokerException && hash is not null)
        {
            GiveUp(hash, RolloutReport.Refused, problem.Message);
        }

        string? asked = plan.WantedOf(node)?.ModelHash;
        Report = asked is null ? null : over.GetValueOrDefault(asked) ?? new RolloutReport(asked, RolloutReport.Running);
    }

    private async Task<string> FetchAsync(IConnection connection, string hash, CancellationToken cancel)
    {
        Report = new RolloutReport(hash, RolloutReport.Fetching);
        string folder = await store.FetchAsync(connection, hash, cancel).ConfigureAwait(false);
        Report = new RolloutReport(hash, RolloutReport.Warming);
        return folder;
    }

    private void GiveUp(string hash, string state, string reason)
    {
        over[hash] = new RolloutReport(hash, state, reason);
        say($"model {Short(hash)}: {(state == RolloutReport.Refused ? "refused" : "given up")}: {reason}");
    }

    private static string Short(string hash) => hash[..12];
}
