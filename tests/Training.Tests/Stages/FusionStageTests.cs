using System.Text.Json.Nodes;
using SdCom.Edge.Core.Weights;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Recipes;
using SdCom.Edge.Training.Stages;
using TorchSharp;

namespace SdCom.Edge.Training.Tests.Stages;

/// <summary>The fusion stage: frozen trunks, and a fusion that learns from their features.</summary>
public sealed class FusionStageTests : IDisposable
{
    private readonly TinyRun tiny = new();

    public FusionStageTests() => torch.set_num_threads(1);

    private Recipe Recipe => tiny.Recipe with
    {
        Supernet = tiny.Recipe.Supernet with { Epochs = 0, CalibrationBatches = 0 },
        Fusion = new FusionRecipe { Epochs = 12, Batch = 4, LearningRate = 0.01, WarmupSteps = 2 },
    };

    [Fact]
    public void The_fusion_learns_and_the_trunks_stay_as_they_were()
    {
        string folder = Run("whole", Recipe, TestContext.Current.CancellationToken);
        WeightSet before = Safetensors.Read(Path.Combine(folder, "supernet.safetensors")), after = Safetensors.Read(Path.Combine(folder, "policy.safetensors"));
        Assert.All(before.Names.Where(n => n.StartsWith("static.", StringComparison.Ordinal) || n.StartsWith("dynamic.", StringComparison.Ordinal)), n => Assert.Equal(before[n].Values, after[n].Values));
        Assert.All(before.Names.Where(n => n.StartsWith("fusion.", StringComparison.Ordinal)), n => Assert.NotEqual(before[n].Values, after[n].Values));
        double[] loss = [.. File.ReadLines(Path.Combine(folder, "metrics.jsonl")).Select(l => JsonNode.Parse(l)!).Where(n => (string?)n["stage"] == "fusion").Select(n => (double)n["loss"]!)];
        Assert.Equal(12, loss.Length);
        Assert.True(loss[^1] < 0.8 * loss[0], $"{loss[0]} to {loss[^1]}");
        Assert.Empty(Directory.EnumerateFiles(folder, "checkpoint-*"));
    }

    [Theory]
    [InlineData("fusion")]
    [InlineData("policy")]
    public void A_run_that_was_stopped_in_a_stage_ends_with_the_same_weights(string stage)
    {
        string whole = Run("undisturbed", Recipe, TestContext.Current.CancellationToken);
        using (CancellationTokenSource stop = new())
        {
            StopWhen clock = new(() => File.Exists(Path.Combine(tiny.Folder, "stopped", $"checkpoint-{stage}.json")), stop);
            Assert.ThrowsAny<OperationCanceledException>(() => Run("stopped", Recipe, stop.Token, clock));
        }

        string resumed = Run("stopped", Recipe, TestContext.Current.CancellationToken);
        Assert.Equal(File.ReadAllBytes(Path.Combine(whole, "policy.safetensors")), File.ReadAllBytes(Path.Combine(resumed, "policy.safetensors")));
    }

    [Fact]
    public void A_gate_of_another_size_learns_on_the_same_supernet_at_the_one_price_that_it_is_given()
    {
        string first = Run("first", Recipe, TestContext.Current.CancellationToken);
        Recipe other = Recipe with
        {
            Network = Recipe.Network with { GateEncoder = 16, GateHidden = 24 },
            Policy = Recipe.Policy with { FixedPrice = 1000, Epochs = 8 },
        };
        new TrainingRun(other, new RunOptions { Folder = Path.Combine(tiny.Folder, "other"), Cache = tiny.Cache, Supernet = Path.Combine(first, "supernet.safetensors") }, Reporter.Silent, TimeProvider.System)
            .Execute(new StageChoice(Supernet: false, Policy: true), TestContext.Current.CancellationToken);
        double spent = File.ReadLines(Path.Combine(tiny.Folder, "other", "metrics.jsonl")).Select(l => JsonNode.Parse(l)!).Where(n => (string?)n["stage"] == "policy").Select(n => (double?)n["relativeCost"] ?? 0).Last();
        Assert.Equal(0, spent, 3); // nothing is worth a thousand
    }

    public void Dispose() => tiny.Dispose();

    private string Run(string name, Recipe recipe, CancellationToken cancellation, TimeProvider? clock = null)
    {
        string folder = Path.Combine(tiny.Folder, name);
        new TrainingRun(recipe, new RunOptions { Folder = folder, Cache = tiny.Cache }, Reporter.Silent, clock ?? TimeProvider.System).Execute(new StageChoice(Supernet: true, Policy: true), cancellation);
        return folder;
    }
}
