using System.Text.Json.Nodes;
using SdCom.Edge.Bindings;
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
public sealed class PublishedRun(Recipe recipe, RunOptions options, Reporter reporter, TimeProvider time)
{
    private readonly Recipe recipe = recipe with { Name = $"{recipe.Name}-faithful" };

    /// <summary>Runs the stages, or what is left of them, and says what came out.</summary>
    /// <exception cref="InputException">Recipe, data or weights cannot be used.</exception>
    /// <exception cref="TrainingException">Training went astray.</exception>
    public JsonObject Execute(StageChoice stages, CancellationToken cancellation)
    {
        if (options.Device == "cuda" && !torch.cuda.is_available())
            throw new InputException("--device cuda: this build of torch sees no CUDA device; use cpu, or build with Torch_DIR of a CUDA torch.");
        TorchExtras.SetMallocThresholds();
        torch.set_num_threads(options.Threads);
        RunFolder run = new(Path.GetFullPath(options.Folder ?? Path.Combine("artifacts", "runs", recipe.Name)), recipe);
        using TrainingData data = TrainingData.Open(recipe, Path.GetFullPath(options.Cache ?? Path.Combine("artifacts", "cache")), reporter, options.Decoding);
        using PublishedNetwork network = new(PublishedSpec.Create(recipe.Network, data.Classes.Count), recipe.Seed, torch.device(options.Device));
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
