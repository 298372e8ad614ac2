using System.Text.Json.Nodes;
using SdCom.Edge.Core;
using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Recipes;
using SdCom.Edge.Training.Stages;
using TorchSharp;

namespace SdCom.Edge.Training.Published;

/// <summary>
/// A recipe's trunks and clips under the published method: <c>train --faithful</c>. Its run folder is the recipe's name with <c>-faithful</c>. What such a
/// network needs (the whole video, T classifiers, noise) no model package holds, so it is measured here and not exported.
/// </summary>
/// <remarks>
/// Of the published code's defects these are kept, because the reference numbers hold them: one rate for all parameters (2), the meta-net shrinking
/// while alpha is 1, as published only (4), width 0 taught like the middle widths (6), noise and no soft scores at inference (8), a network tied to T
/// frames and its picture size (9), width squared as cost (17), the meta set out of the training set (18), full width for every masked frame (19).
/// These are not: what could not start (1, 3, 10), a warm-up from 0 (5), NaN similarity (7), a temporal shift that does nothing (11: there is none),
/// short videos as copies of one frame (13), a step after the first batch (14). Re-calibration (12) is off, as in all experiments; MACs are true ones.
/// </remarks>
public sealed class PublishedRun(Recipe recipe, RunOptions options, Reporter reporter, TimeProvider time)
{
    private readonly Recipe recipe = recipe with { Name = $"{recipe.Name}-faithful" };

    /// <summary>Runs the stages, or what is left of them, and says what came out.</summary>
    /// <exception cref="InputException">Recipe, data or weights cannot be used.</exception>
    /// <exception cref="TrainingException">Training went astray.</exception>
    public JsonObject Execute(StageChoice stages, CancellationToken cancellation)
    {
        if (options.Place is not null)
            throw new InputException("--faithful trains in one process; start it without RANK, WORLD_SIZE and MASTER_ADDR.");
        if (recipe.InBfloat16)
            throw new InputException("recipe: precision bfloat16 is for our own stages; the published method (--faithful) computes in float32.");
        torch.Device device = TrainingDevice.Open(options, recipe);
        RunFolder run = new(Path.GetFullPath(options.Folder ?? Path.Combine("artifacts", "runs", recipe.Name)), recipe);
        using TrainingData data = TrainingData.Open(recipe, Path.GetFullPath(options.Cache ?? Path.Combine("artifacts", "cache")), reporter, options.Decoding);
        using PublishedNetwork network = new(PublishedSpec.Create(recipe.Network, data.Classes.Count), recipe.Seed, device);
        reporter.Line($"{recipe.Name}: {data.Train.Count} clips of {data.Classes.Count} classes, meta {recipe.Published.Meta}, run folder {run.Folder}");
        JsonObject summary = new()
        {
            ["name"] = recipe.Name,
            ["folder"] = run.Folder,
            ["weights"] = run.Weights,
            ["meta"] = recipe.Published.Meta,
            ["trainClips"] = data.Train.Count,
            ["skippedClips"] = new JsonArray([.. data.Cache.Skipped.Select(line => (JsonNode)line)]),
        };
        if (stages.Supernet && File.Exists(run.SupernetWeights))
            reporter.Line($"the supernet is trained already; delete {run.SupernetWeights} to train it anew.");
        else if (stages.Supernet)
            new PublishedSupernetStage(recipe, network, data, run, reporter, time).Run(cancellation);
        if (!stages.Policy)
            return summary;

        new PublishedPolicyStage(recipe, network, data, run, options.Supernet, reporter, time).Run(cancellation);
        Measure("validation", data.OpenValidation);
        if (data.HasTest)
            Measure("test", data.OpenTest);
        RunFolder.WriteWhole(run.Evaluation, summary.ToJsonString(new() { WriteIndented = true }) + "\n");
        return summary;

        void Measure(string set, Func<FrameCache> open)
        {
            using FrameCache clips = open();
            JsonObject measured = PublishedEvaluation.Measure(recipe, network, clips);
            summary[set] = measured;
            reporter.Line($"{set}: {measured.ToJsonString()}");
        }
    }
}
