using System.Text.Json.Nodes;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Export;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;
using SdCom.Edge.Training.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Commands;

/// <summary>The program as a process of its own, on clips of three colours.</summary>
public sealed class TrainProcessTests : IDisposable
{
    // As the recipe below makes them.
    private static readonly (string Name, int Steps)[] Stages = [("supernet", 6), ("policy", 12), ("joint", 9)];

    private readonly TinyRun tiny = new();

    public void Dispose() => tiny.Dispose();

    [Fact]
    public void A_run_that_is_killed_at_random_moments_of_every_stage_ends_with_the_same_weights()
    {
        Recipe recipe = tiny.Recipe;
        tiny.Write(recipe with
        {
            Supernet = recipe.Supernet with { EmaDecay = 0.9, EmaTeacher = true, EmaWeights = true, GradientAccumulation = 2, Epochs = 6, Schedule = new ScheduleRecipe { Kind = "plateau", Patience = 1 } },
            Policy = recipe.Policy with { Epochs = 12 },
            Joint = new JointRecipe { Epochs = 3, Batch = 2, LearningRate = 1e-4, Freeze = ["static"] },
        });
        (int code, _, string error) = Train("all", "whole");
        Assert.True(code == 0, error);

        // A checkpoint follows every step. Two kills in each stage; the end is left out, lest the run is over before the kill comes.
        Random random = new(11);
        int before = 0;
        foreach ((string _, int steps) in Stages)
        {
            int[] moments = [.. Enumerable.Range(before + 1, steps * 2 / 3)];
            random.Shuffle(moments);
            foreach (int moment in moments.Take(2).Order())
                KillAt(moment, random.Next(25));
            before += steps;
        }

        (code, _, error) = Train("all", "broken");
        Assert.True(code == 0, error);
        string whole = Path.Combine(tiny.Folder, "whole"), broken = Path.Combine(tiny.Folder, "broken");
        foreach (string weights in new[] { "supernet", "policy", "weights" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(whole, $"{weights}.safetensors")), File.ReadAllBytes(Path.Combine(broken, $"{weights}.safetensors")));
        Assert.Equal(Lines(whole), Lines(broken));
        Assert.Empty(Directory.GetFiles(broken, "checkpoint*"));
        Assert.Empty(Directory.GetFiles(broken, "*.aside"));

        static string[] Lines(string folder) => [.. File.ReadLines(Path.Combine(folder, "metrics.jsonl")).Where(line => !line.Contains("\"loader\"", StringComparison.Ordinal)).Select(line =>
        {
            JsonObject node = JsonNode.Parse(line)!.AsObject();
            node.Remove("seconds");
            return node.ToJsonString();
        })];
    }

    [Fact]
    public void All_stages_leave_weights_and_an_evaluation_that_agrees_with_them()
    {
        string folder = Path.Combine(tiny.Folder, "all");
        (int code, string output, string error) = Train("all", "all", "--json");
        Assert.True(code == 0, error);
        JsonNode summary = JsonNode.Parse(output)!;
        Assert.Equal(3, (int)summary["test"]!["clips"]!);

        RunEvaluation evaluation = RunEvaluationFile.Read(Path.Combine(folder, "evaluation.json"));
        Assert.Equal(["red", "green", "blue"], evaluation.Classes);
        Assert.Equal(3, evaluation.Validation.Clips);
        Assert.Contains(evaluation.Validation.Priced, p => p.Price == evaluation.DefaultPrice);
        Assert.Equal(evaluation.Test!.Priced.Select(p => p.Price), evaluation.Test.Memoryless!.Select(p => p.Price));
        Assert.Equal(evaluation.Test.Confident!.Select(p => p.Threshold).Order(), evaluation.Test.Confident!.Select(p => p.Threshold));

        // The last decision of a streamed clip is the fusion's answer to its last three frames.
        torch.set_num_threads(1);
        using SdComNetwork network = new(NetworkSpec.Create(tiny.Recipe.Network, 3), 1);
        network.Load(Path.Combine(folder, "weights.safetensors"));
        using TrainingData data = TrainingData.Open(tiny.Recipe, tiny.Cache, Reporter.Silent);
        using FrameCache clips = data.OpenTest();
        using EvaluationFeatures features = EvaluationFeatures.Compute(network, clips, Reporter.Silent);
        Outcome full = new Evaluator(network, features).Fixed(Width.Full);
        Assert.Equal(evaluation.Test!.Fixed[^1].Top1, full.Top1, 1e-9);
        Assert.Equal(MacCounter.Count(network.Spec).FullFrame, full.MacsPerFrame, 0.5);
        using IDisposable off = torch.no_grad();
        using DisposeScope scope = torch.NewDisposeScope();
        ClipFeatures clip = features.Clips[1];
        Tensor whole = network.Fusion.Forward(clip.Primary.narrow(0, 3, 3), clip.Supplementary[^1]!.narrow(0, 3, 3), 1);
        Assert.All(full.Logits[1].Zip(whole.data<float>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void What_goes_wrong_is_one_line_and_an_exit_code()
    {
        (int code, _, string error) = Run("train", "supernet", "--recipe", "/nowhere.json");
        Assert.Equal((1, "/nowhere.json: the recipe is not there; training/recipes holds some to start from."), (code, error.Trim()));
        (code, _, error) = Run("train", "supernet");
        Assert.Equal(2, code);
        Assert.Contains("--recipe", error, StringComparison.Ordinal);
        (code, _, error) = Run("train", "policy", "--recipe", tiny.RecipeFile, "--out", Path.Combine(tiny.Folder, "p"), "--cache", tiny.Cache);
        Assert.Equal(1, code);
        Assert.Contains("supernet.safetensors: weights are not there; train them first.", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        (code, _, error) = Run("train", "all", "--recipe", tiny.RecipeFile, "--meta", "off");
        Assert.Equal(2, code);
        Assert.Contains("--meta needs --faithful", error, StringComparison.Ordinal);
        (code, _, error) = Run("train", "joint", "--recipe", tiny.RecipeFile, "--out", Path.Combine(tiny.Folder, "p"), "--cache", tiny.Cache);
        Assert.Equal(1, code);
        Assert.Contains("recipe: joint is missing; add ", error, StringComparison.Ordinal);
    }

    private Finished Train(string stage, string folder, params string[] more) => Run(tiny.Train(stage, folder, more));

    // The poll and the delay after it make the kill fall anywhere in a step, its checkpoint, or what comes after.
    private void KillAt(int moment, int delayMs)
    {
        using Running victim = Running.Start(tiny.Train("all", "broken"));
        while (!victim.HasExited && Stages.Sum(stage => Done(stage.Name, stage.Steps)) < moment)
            Thread.Sleep(1);
        Thread.Sleep(delayMs);
        victim.Kill();
        Finished end = victim.End();
        Assert.True(end.Code == 128 + 9, $"the run should have lasted beyond step {moment}: {end.Error}");

        int Done(string stage, int steps) => File.Exists(Path.Combine(tiny.Folder, "broken", $"{stage}.safetensors")) ? steps : tiny.StepOf("broken", stage);
    }

    private static Finished Run(params string[] arguments)
    {
        using Running process = Running.Start(arguments);
        return process.End();
    }
}
