using SdCom.Edge.Core;
using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace SdCom.Edge.Training.Stages;

/// <summary>The fusion learns alone on the features of frozen trunks: the sandwich of the supernet stage, and clips whose every frame has a width of its own, as a gate will give them; see <see cref="FusionRecipe"/>.</summary>
public sealed class FusionStage(Recipe recipe, FusionRecipe settings, SdComNetwork network, RunFolder run, Reporter reporter, TimeProvider time)
{
    internal const string Name = "fusion";

    private readonly FusionDropout dropout = new(recipe.Supernet.FeatureDropout, recipe.Supernet.PooledDropout) { Part = network.Workers.Part };

    /// <summary>Trains from the start or from the newest checkpoint; the weights stay in the network, where the policy stage goes on with them.</summary>
    /// <param name="table">The features.</param>
    /// <param name="cancellation">Stops after the running step, with a checkpoint.</param>
    /// <exception cref="TrainingException">The loss stopped being a number.</exception>
    public void Run(FeatureTable table, CancellationToken cancellation)
    {
        NamedTensors learning = network.FusionTensors();
        using Optimiser optimiser = Optimiser.Create("adamw", settings.WeightDecay, Learners.Choose(learning, new Dictionary<string, double>(), [], Name));
        optimiser.Workers = network.Workers;
        Checkpoint checkpoint = new(run.Folder, Name, run.PolicyDigest) { Writes = network.Workers.IsFirst };
        Position start = network.Workers.Restore(checkpoint, learning, optimiser.Engine) ?? checkpoint.Start;
        network.Workers.Share(learning);
        FeatureBatches batches = new(table, settings.Batch, recipe.Seed, 51, network.Workers);
        LoopSettings loop = new()
        {
            Epochs = settings.Epochs,
            Batches = batches.PerEpoch,
            LearningRate = settings.LearningRate,
            Schedule = settings.Schedule,
            WarmupSteps = settings.WarmupSteps,
            ClipNorm = recipe.Supernet.ClipNorm,
            CheckpointSeconds = recipe.Supernet.CheckpointSeconds,
            Remedy = "Lower fusion.learningRate",
        };
        LoopWork work = new() { Backward = number => Backward(batches, number), Clips = batches.NamesOf };
        new StageLoop(Name, loop, optimiser, learning, checkpoint, run, reporter, time).Run(start, work, cancellation);
        checkpoint.Clear();
    }

    private StepResult Backward(FeatureBatches batches, int number)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.random.manual_seed(Seeds.Mix(recipe.Seed, 52, number)); // dropout
        Random random = Seeds.At(recipe.Seed, 53, number);
        FeatureBatch batch = batches.Get(number);
        Tensor labels = network.Fusion.LessonLabels(batch.Labels);
        Tensor full = Answer(batch, Width.Full);
        Tensor fullLoss = F.cross_entropy(full, labels, label_smoothing: recipe.Supernet.LabelSmoothing);
        Tensor targets = full.detach().softmax(1);
        Tensor loss = fullLoss;
        foreach (Width width in Sandwich.Draw(network.Spec.Widths, random))
            loss = loss + Taught(Answer(batch, width));
        loss = loss + Taught(Mixed(batch, batches.Clips, random));
        loss.backward();
        int correct = network.Fusion.Right(full, batch.Labels);
        double told = loss.item<float>();
        return new StepResult(double.IsFinite(told) ? fullLoss.item<float>() : told, correct, (int)batch.Labels.shape[0]);

        Tensor Taught(Tensor logits)
        {
            Tensor taught = -(targets * logits.log_softmax(1)).sum(1).mean();
            Tensor labelled = F.cross_entropy(logits, labels, label_smoothing: recipe.Supernet.LabelSmoothing);
            return (taught * recipe.Supernet.Distillation) + (labelled * (1 - recipe.Supernet.Distillation));
        }
    }

    private Tensor Answer(FeatureBatch batch, Width width)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        long full = network.Spec.Fusion.Supplementary;
        Tensor supplementary = batch.Supplementary[network.Spec.Widths.IndexOf(width)] is { } feature
            ? F.pad(feature, [0, full - feature.shape[2]])
            : torch.zeros([batch.Primary.shape[0], batch.Primary.shape[1], full], device: network.Device);
        return network.Fusion.Lessons(batch.Primary, supplementary, dropout).MoveToOuterDisposeScope();
    }

    // Every frame at a width of its own; drawn for the whole batch, whichever part of it is here.
    private Tensor Mixed(FeatureBatch batch, int allClips, Random random)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        int clips = (int)batch.Primary.shape[0], frames = (int)batch.Primary.shape[1];
        long[] drawn = [.. Enumerable.Range(0, allClips * frames).Select(_ => (long)random.Next(network.Spec.Widths.Count))];
        Tensor widths = torch.tensor(drawn[(batch.First * frames)..((batch.First + clips) * frames)], device: network.Device);
        Tensor hard = F.one_hot(widths, network.Spec.Widths.Count).to(ScalarType.Float32).view(clips, frames, -1);
        Tensor supplementary = FeatureBatch.Choose(batch.Supplementary, hard, network.Spec.Fusion.Supplementary);
        return network.Fusion.Lessons(batch.Primary, supplementary, dropout).MoveToOuterDisposeScope();
    }
}
