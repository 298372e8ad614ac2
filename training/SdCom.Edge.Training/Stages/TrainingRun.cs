using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Distributed;
using SdCom.Edge.Training.Export;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;
using SdCom.Edge.Training.Reports;
using TorchSharp;

namespace SdCom.Edge.Training.Stages;

/// <summary>Which stages to run.</summary>
/// <param name="Supernet">Trunks and fusion at all widths.</param>
/// <param name="Policy">The gate.</param>
/// <param name="Joint">All parts together.</param>
/// <param name="All">One after the other, and joint only where the recipe has it.</param>
public readonly record struct StageChoice(bool Supernet, bool Policy, bool Joint = false, bool All = false)
{
    /// <summary>Every stage that the recipe has.</summary>
    public static StageChoice Everything => new(true, true, true, true);
}

/// <summary>Where a run lives and what it computes on.</summary>
public sealed record RunOptions
{
    /// <summary>The run folder; null is artifacts/runs/NAME.</summary>
    public string? Folder { get; init; }

    /// <summary>Where decoded pictures are kept; null is artifacts/cache.</summary>
    public string? Cache { get; init; }

    /// <summary>Weights that the policy stage starts from; null takes the run's own supernet.</summary>
    public string? Supernet { get; init; }

    public int Threads { get; init; } = 1;

    /// <summary>How clips are decoded on this machine.</summary>
    public DecodeOptions Decoding { get; init; } = new();

    /// <summary><c>cpu</c> or <c>cuda</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Which of several processes this one is; null trains alone.</summary>
    public WorkerPlace? Place { get; init; }

    /// <summary>How long a worker may be silent.</summary>
    public TimeSpan WorkerTimeout { get; init; } = TimeSpan.FromMinutes(2);
}

/// <summary>One recipe, carried out in its run folder.</summary>
public sealed class TrainingRun(Recipe recipe, RunOptions options, Reporter reporter, TimeProvider time)
{
    private const string Artifacts = "artifacts";

    /// <summary>Runs the stages, or what is left of them, and says what came out.</summary>
    /// <exception cref="InputException">Recipe, data or weights cannot be used.</exception>
    /// <exception cref="TrainingException">Training went astray.</exception>
    public JsonObject Execute(StageChoice stages, CancellationToken cancellation)
    {
        torch.Device device = TrainingDevice.Open(options, recipe);
        using Workers workers = Workers.Meet(options.Place, device, options.WorkerTimeout);
        try
        {
            return Execute(stages, workers.Spread(recipe), device, workers, cancellation);
        }
        catch (ExternalException e) when (workers.Lost(e) is { } lost)
        {
            throw lost;
        }
    }

    private JsonObject Execute(StageChoice stages, Recipe recipe, torch.Device device, Workers workers, CancellationToken cancellation)
    {
        RunFolder run = new(Path.GetFullPath(options.Folder ?? Path.Combine(Artifacts, "runs", recipe.Name)), recipe, workers.IsFirst);
        if (workers.IsFirst)
            RunEnvironment.Write(run.Folder, options, workers.Count);
        using TrainingData data = workers.InTurn(() => TrainingData.Open(recipe, Path.GetFullPath(options.Cache ?? Path.Combine(Artifacts, "cache")), reporter, options.Decoding));
        using SdComNetwork network = new(NetworkSpec.Create(recipe.Network, data.Classes.Count), recipe.Seed, device, workers) { LearnsInBfloat16 = recipe.InBfloat16 };
        reporter.Line($"{recipe.Name}: {data.Train.Count} clips of {data.Classes.Count} classes, run folder {run.Folder}");
        JsonObject summary = new()
        {
            ["name"] = recipe.Name,
            ["folder"] = run.Folder,
            ["weights"] = run.Weights,
            ["trainClips"] = data.Train.Count,
            ["skippedClips"] = new JsonArray([.. data.Cache.Skipped.Select(line => (JsonNode)line)]),
        };
        bool trained = workers.Any(workers.IsFirst && File.Exists(run.SupernetWeights));
        if (stages.Supernet && !trained)
            Prepare(recipe, network, data, run, workers, cancellation);
        if (stages.Supernet && trained)
            reporter.Line($"the supernet is trained already; delete {run.SupernetWeights} to train it anew.");
        else if (stages.Supernet)
            new SupernetStage(recipe, network, data, run, reporter, time).Run(cancellation);
        if (workers.IsFirst)
            Report(run.Folder);
        bool joint = stages.Joint && (recipe.Joint is not null || !stages.All);
        if (stages.Policy && !(joint && workers.Any(workers.IsFirst && run.IsUnderWay(JointStage.Name))))
            new PolicyStage(recipe, network, data, run, options.Supernet, reporter, time).Run(cancellation);
        if (joint)
            new JointStage(recipe, network, data, run, reporter, time).Run(cancellation);
        if (stages.Policy || joint)
        {
            if (!workers.IsFirst)
                return summary;
            network.PartWays();
            RunEvaluation evaluation = new EvaluationStage(recipe, network, data, reporter).Run();
            RunEvaluationFile.Write(run.Evaluation, evaluation);
            summary["evaluation"] = run.Evaluation;
            summary["report"] = Report(run.Folder);
            Tell(evaluation, summary);
        }

        return summary;
    }

    // The stages before the supernet, where the recipe has them and they are not done.
    private void Prepare(Recipe recipe, SdComNetwork network, TrainingData data, RunFolder run, Workers workers, CancellationToken cancellation)
    {
        if (IsDone(SupernetStage.Name, ""))
            return;
        if (recipe.Pose is { } pose && !IsDone(GlanceStage.Name, run.PoseWeights))
            new PoseStage(recipe, pose, network, run, options.Decoding, reporter, time).Run(cancellation);
        if (recipe.Glance is { } glance && !IsDone(SupernetStage.Name, run.GlanceWeights))
            new GlanceStage(recipe, glance, network, data, run, reporter, time).Run(cancellation);

        bool IsDone(string next, string weights) => workers.Any(workers.IsFirst && (File.Exists(weights) || run.IsUnderWay(next)));
    }

    // A page that cannot be written, say beside another method's evaluation, must not end a training.
    private string? Report(string folder)
    {
        try
        {
            return ReportFile.Write(folder);
        }
        catch (InputException e)
        {
            reporter.Warn($"no report: {e.Message}");
            return null;
        }
    }

    private void Tell(RunEvaluation evaluation, JsonObject summary)
    {
        foreach (SetEvaluation set in new[] { evaluation.Validation, evaluation.Test }.OfType<SetEvaluation>())
        {
            PolicyResult full = set.Fixed[^1];
            PolicyResult chosen = set.Priced.First(p => p.Price == evaluation.DefaultPrice);
            PolicyResult told = set.Noisy ?? chosen;
            string key = ReferenceEquals(set, evaluation.Test) ? "test" : "validation";
            summary[key] = new JsonObject
            {
                ["clips"] = set.Clips,
                ["top1"] = told.Top1,
                ["macsPerFrame"] = told.MacsPerFrame,
                ["fullTop1"] = full.Top1,
                ["fullMacsPerFrame"] = full.MacsPerFrame,
            };
            reporter.Line(FormattableString.Invariant(
                $"{set.Name}: top-1 {told.Top1:0.000} at {told.MacsPerFrame / 1e6:0.0} MMACs a frame, full width {full.Top1:0.000} at {full.MacsPerFrame / 1e6:0.0}"));
        }
    }
}
