using SdCom.Edge.Core.Weights;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Recipes;
using SdCom.Edge.Training.Stages;
using TorchSharp;

namespace SdCom.Edge.Training.Tests.Stages;

/// <summary>Pose and glance: what the trunks learn before the supernet.</summary>
public sealed class PreparingStagesTests(PreparingStagesTests.Undisturbed undisturbed) : IClassFixture<PreparingStagesTests.Undisturbed>
{
    private static readonly StageChoice SupernetOnly = new(Supernet: true, Policy: false);
    private readonly TinyRun tiny = undisturbed.Tiny;

    private Recipe Recipe => PreparingRecipe(tiny);

    private static Recipe PreparingRecipe(TinyRun tiny) => tiny.Recipe with
    {
        Data = tiny.Recipe.Data with { CacheSize = 64, CropMin = 56 },
        Pose = new PoseRecipe { StaticSteps = 12, DynamicSteps = 6, Batch = 6, LearningRate = 0.002, WarmupSteps = 2 },
        Glance = new GlanceRecipe { Epochs = 4, Batch = 2, LearningRate = 0.002, WarmupSteps = 2, EvaluateEvery = 4 },
    };

    [Fact]
    public void Each_stage_begins_with_what_the_one_before_learned()
    {
        string folder = undisturbed.Folder;
        WeightSet pose = Safetensors.Read(Path.Combine(folder, "pose.safetensors"));
        WeightSet glance = Safetensors.Read(Path.Combine(folder, "glance.safetensors"));
        WeightSet supernet = Safetensors.Read(Path.Combine(folder, "supernet.safetensors"));
        string[] dynamic = [.. pose.Names.Where(n => n.StartsWith("dynamic.", StringComparison.Ordinal))];
        string staticConv = pose.Names.First(n => n.StartsWith("static.", StringComparison.Ordinal) && n.EndsWith(".weight", StringComparison.Ordinal));
        Assert.All(dynamic, n => Assert.Equal(pose[n].Values, glance[n].Values)); // the glance stage leaves the dynamic net alone
        Assert.NotEqual(pose[staticConv].Values, glance[staticConv].Values);
        Assert.NotEqual(glance[staticConv].Values, supernet[staticConv].Values);
        Assert.Empty(Directory.EnumerateFiles(folder, "checkpoint-*"));
    }

    [Fact]
    public void The_pose_stage_learns_where_joints_are()
    {
        Recipe recipe = Recipe with { Pose = Recipe.Pose! with { StaticSteps = 300, DynamicSteps = 0, Batch = 16, LearningRate = 0.004 }, Glance = null };
        string folder = Run("learns", TestContext.Current.CancellationToken, recipe);
        double[] loss = [.. File.ReadLines(Path.Combine(folder, "metrics.jsonl")).Select(l => System.Text.Json.Nodes.JsonNode.Parse(l)!)
            .Where(n => (string?)n["stage"] == "pose-static").Select(n => (double)n["loss"]!)];
        Assert.Equal(3, loss.Length);
        Assert.True(loss[^1] < 0.7 * loss[0], $"{loss[0]} to {loss[^1]}");
    }

    [Theory]
    [InlineData("pose-static")]
    [InlineData("pose-dynamic")]
    [InlineData("glance")]
    public void A_run_that_was_stopped_in_a_stage_ends_with_the_same_weights(string stage)
    {
        string name = $"stopped-{stage}";
        using (CancellationTokenSource stop = new())
        {
            StopWhen clock = new(() => File.Exists(Path.Combine(tiny.Folder, name, $"checkpoint-{stage}.json")), stop);
            Assert.ThrowsAny<OperationCanceledException>(() => Run(name, stop.Token, clock: clock));
        }

        string resumed = Run(name, TestContext.Current.CancellationToken);
        Assert.Equal(File.ReadAllBytes(Path.Combine(undisturbed.Folder, "supernet.safetensors")), File.ReadAllBytes(Path.Combine(resumed, "supernet.safetensors")));
    }

    private string Run(string name, CancellationToken cancellation, Recipe? recipe = null, TimeProvider? clock = null) => Run(tiny, recipe ?? Recipe, name, cancellation, clock);

    private static string Run(TinyRun tiny, Recipe recipe, string name, CancellationToken cancellation, TimeProvider? clock = null)
    {
        string folder = Path.Combine(tiny.Folder, name);
        new TrainingRun(recipe, new RunOptions { Folder = folder, Cache = tiny.Cache }, Reporter.Silent, clock ?? TimeProvider.System).Execute(SupernetOnly, cancellation);
        return folder;
    }

    /// <summary>The run that nobody stopped, made once for all stages.</summary>
    public sealed class Undisturbed : IDisposable
    {
        public Undisturbed()
        {
            torch.set_num_threads(1);
            Folder = Run(Tiny, PreparingRecipe(Tiny), "undisturbed", CancellationToken.None);
        }

        public string Folder { get; }

        internal TinyRun Tiny { get; } = new();

        public void Dispose() => Tiny.Dispose();
    }
}
