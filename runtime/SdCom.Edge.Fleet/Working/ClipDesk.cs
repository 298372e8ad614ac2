using SdCom.Edge.Core;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Jobs;
using SdCom.Edge.Fleet.Results;
using SdCom.Edge.Fleet.Rollout;
using SdCom.Edge.Runtime.Evaluation;

namespace SdCom.Edge.Fleet.Working;

/// <summary>Decides what becomes of a clip job: reads it, looks for the clip, answers it. Whatever is wrong with it for ever is told apart from what may pass.</summary>
/// <param name="settings">How this node works.</param>
/// <param name="models">Answer clips.</param>
/// <param name="clock">The time.</param>
internal sealed class ClipDesk(WorkerSettings settings, NodeModels models, TimeProvider clock)
{
    /// <summary>Attempts a job.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public Outcome Attempt(Delivery delivery, CancellationToken cancel)
    {
        ClipJob job;
        try
        {
            job = Payload.ReadClip(delivery.Body);
        }
        catch (InputException problem)
        {
            return new Outcome.Dead(problem.Message);
        }

        Outcome outcome = models.With(job.ModelHash, lanes => lanes is null ? Foreign(job) : Refusal(job, lanes.Model, out string path) ?? Answer(job, lanes, path, cancel));
        return outcome switch
        {
            Outcome.Answered answered => new Outcome.Answered(answered.Result with { DeliveryCount = delivery.DeliveryCount }),
            Outcome.Again again when delivery.DeliveryCount + 1 >= settings.MaxTries => new Outcome.Dead($"given up after {delivery.DeliveryCount + 1} tries; the last on {settings.Node}: {again.Reason}"),
            _ => outcome,
        };
    }

    private Outcome? Refusal(ClipJob job, ModelPackage model, out string path)
    {
        path = settings.ClipsRoot is { } root ? Path.GetFullPath(job.Path, Path.GetFullPath(root)) : job.Path;
        if (settings.ClipsRoot is { } folder && !path.StartsWith(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return new Outcome.Dead($"{job.Path}: lies outside of this fleet's --clips-root.");
        if (!Path.IsPathRooted(path))
            return new Outcome.Dead($"{job.Path}: is no whole path; start workers with --clips-root, or submit without.");
        if (!model.Manifest.Classes.Contains(job.Label))
            return new Outcome.Dead($"{job.Path}: label must be one of {string.Join(", ", model.Manifest.Classes)}, got '{job.Label}'.");
        if (job.Width is { } width && !model.Costs.Widths.Contains(width))
            return new Outcome.Dead($"{job.Path}: width must be one of {model.Costs.Widths}, got {width}.");
        if (Directory.Exists(path))
            return null;
        FileInfo file = new(path);
        if (!file.Exists)
            return new Outcome.Again($"{job.Path}: no such file on {settings.Node}.");
        return file.Length == job.Bytes ? null : new Outcome.Dead($"{job.Path}: had {job.Bytes} bytes when it was submitted and has {file.Length} now; submit it again.");
    }

    private Outcome.Elsewhere Foreign(ClipJob job) =>
        new($"{job.Path}: asks for the model {job.Model} ({Short(job.ModelHash)}), this node has {models.Current.Manifest.Name} ({Short(models.Hash)}).");

    private Outcome Answer(ClipJob job, ClipLanes lanes, string path, CancellationToken cancel)
    {
        long start = clock.GetTimestamp();
        ClipAnswer answer = lanes.Answer(job, path, cancel);
        if (answer.Problem is { } problem)
            return answer.IsEngineFault ? new Outcome.Again(problem) : new Outcome.Dead(problem);
        return new Outcome.Answered(ClipResult.Of(job, answer, lanes.Model.Manifest.Classes, settings.Node, clock.GetUtcNow(), clock.GetElapsedTime(start).TotalMilliseconds));
    }

    private static string Short(string hash) => hash.Length > 12 ? hash[..12] : hash;
}
