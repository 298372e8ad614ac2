using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;
using SdCom.Edge.Training.Stages;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Stages;

/// <summary>The loop on one number w with the loss w x, whose gradient is the batch's x.</summary>
public sealed class StageLoopTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sdcom-loop-").FullName;
    private readonly Parameter weight = new(torch.zeros(1));
    private readonly NamedTensors kept = new();
    private readonly Optimiser optimiser;
    private readonly RunFolder run;
    private readonly Checkpoint checkpoint;
    private readonly List<int> stepped = [];

    public StageLoopTests()
    {
        torch.set_num_threads(1);
        kept.Add("w", weight);
        optimiser = Optimiser.Create("sgd", 0, new RateGroup([weight], 1));
        using TinyRun tiny = new(clipsPerClass: 0);
        run = new RunFolder(folder, tiny.Recipe);
        checkpoint = new Checkpoint(folder, "test", "digest");
    }

    private static LoopSettings Settings => new()
    {
        Epochs = 2,
        Batches = 5,
        LearningRate = 1,
        Schedule = new ScheduleRecipe { Kind = "plateau" },
        WarmupSteps = 0,
        ClipNorm = 0,
        CheckpointSeconds = 0,
        Remedy = "Lower test.learningRate",
    };

    public void Dispose()
    {
        optimiser.Dispose();
        weight.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Accumulation_steps_after_every_n_batches_along_their_mean()
    {
        List<int> batches = [];
        Run(Settings with { Accumulation = 2 }, batch =>
        {
            batches.Add(batch);
            return Backward(x: batch % 2 == 0 ? 1 : 3);
        });

        // Five batches make two steps an epoch, so two epochs are four steps of two batches each; the first one follows -(1 + 3) / 2.
        Assert.Equal(Enumerable.Range(0, 8), batches);
        Assert.Equal([0, 1, 2, 3], stepped);

        // Momentum 0.9 with a constant gradient of 2: 2, 3.8, 5.42, 6.878.
        Assert.Equal(-(2 + 3.8 + 5.42 + 6.878), weight.item<float>(), 1e-4);
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_with_the_clips_and_the_last_good_checkpoint()
    {
        TrainingException e = Assert.Throws<TrainingException>(() => Run(Settings, batch => Backward(batch == 3 ? float.NaN : 1)));
        Assert.Equal(
            $"test step 4: the loss is NaN on the clips a3.avi, b3.avi; last good checkpoint: {Path.Combine(folder, "checkpoint-test-3.safetensors")}. Lower test.learningRate, or look at the clips.",
            e.Message);
        Assert.Equal(3, checkpoint.Restore(kept, optimiser.Engine)!.Step);
        Assert.True(float.IsFinite(weight.item<float>()));
    }

    [Fact]
    public void A_weight_that_is_no_number_never_gets_into_a_checkpoint()
    {
        TrainingException e = Assert.Throws<TrainingException>(() => Run(Settings, batch =>
        {
            StepResult result = Backward(1);
            if (batch == 2)
                weight.grad!.fill_(float.PositiveInfinity);
            return result;
        }));
        Assert.StartsWith("test step 3: w is no number after it; last good checkpoint: ", e.Message, StringComparison.Ordinal);
        Assert.Equal(2, checkpoint.Restore(kept, optimiser.Engine)!.Step);
    }

    [Fact]
    public void Metrics_tell_each_epoch()
    {
        Run(Settings, batch => Backward(1) with { Spent = 0.25 });
        string[] lines = File.ReadAllLines(Path.Combine(folder, "metrics.jsonl"));
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("""{"stage":"test","step":5,"epoch":1,"loss":""", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"relativeCost\":0.25", lines[1], StringComparison.Ordinal);
    }

    private void Run(LoopSettings settings, Func<int, StepResult> backward) =>
        new StageLoop("test", settings, optimiser, kept, checkpoint, run, Reporter.Silent, TimeProvider.System).Run(
            checkpoint.Start,
            new LoopWork { Backward = backward, Clips = batch => [$"a{batch}.avi", $"b{batch}.avi"], Stepped = stepped.Add },
            CancellationToken.None);

    private StepResult Backward(float x)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor loss = (weight * x).sum();
        loss.backward();
        return new StepResult(loss.item<float>(), 1, 2);
    }
}
