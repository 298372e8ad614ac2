using System.Text.Json.Nodes;
using SdCom.Edge.Bindings;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;
using TorchSharp;

namespace SdCom.Edge.Training.Stages;

/// <summary>Which stages to run.</summary>
public readonly record struct StageChoice(bool Supernet, bool Policy);

/// <summary>One recipe, carried out in its run folder.</summary>
public sealed class TrainingRun(Recipe recipe, string? folder, string? cache, int threads, string device, Reporter reporter, TimeProvider time)
{
    private const string Artifacts = "artifacts";

    /// <summary>Runs the stages, or what is left of them, and says what came out.</summary>
    /// <exception cref="InputException">Recipe, data or weights cannot be used.</exception>
    /// <exception cref="TrainingException">Training went astray.</exception>
    public JsonObject Execute(StageChoice stages, CancellationToken cancellation)
    {
        if (device == "cuda" && !torch.cuda.is_available())
            throw new InputException("--device cuda: this build of torch sees no CUDA device; use cpu, or build with Torch_DIR of a CUDA torch.");
        TorchExtras.SetMallocThresholds();
        torch.set_num_threads(threads);
        RunFolder run = new(Path.GetFullPath(folder ?? Path.Combine(Artifacts, "runs", recipe.Name)), recipe);
        using TrainingData data = TrainingData.Open(recipe, Path.GetFullPath(cache ?? Path.Combine(Artifacts, "cache")), reporter);
        using SdComNetwork network = new(NetworkSpec.Create(recipe.Network, data.Classes.Count), recipe.Seed, torch.device(device));
        reporter.Line($"{recipe.Name}: {data.Train.Count} clips of {data.Classes.Count} classes, run folder {run.Folder}");
        if (stages.Supernet)
            new SupernetStage(recipe, network, data, run, reporter, time).Run(cancellation);
        return new JsonObject
        {
            ["name"] = recipe.Name,
            ["folder"] = run.Folder,
            ["weights"] = run.Weights,
            ["trainClips"] = data.Train.Count,
            ["skippedClips"] = new JsonArray([.. data.Cache.Skipped.Select(line => (JsonNode)line)]),
        };
    }
}
