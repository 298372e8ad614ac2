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
        Tensor full = Answer(batch, _ => network.Spec.Widths.Count - 1);
        Tensor fullLoss = F.cross_entropy(full, batch.Labels, label_smoothing: recipe.Supernet.LabelSmoothing);
        Tensor targets = full.detach().softmax(1);
        Tensor loss = fullLoss;
        foreach (Width width in Sandwich.Draw(network.Spec.Widths, random))
            loss = loss + Taught(Answer(batch, _ => network.Spec.Widths.IndexOf(width)));
        int[] mixture = [.. Enumerable.Range(0, batches.Clips * (int)batch.Primary.shape[1]).Select(_ => random.Next(network.Spec.Widths.Count))];
        loss = loss + Taught(Answer(batch, frame => mixture[(batch.First * (int)batch.Primary.shape[1]) + frame]));
        loss.backward();
        int correct = (int)full.detach().argmax(1).eq(batch.Labels).sum().item<long>();
        double told = loss.item<float>();
        return new StepResult(double.IsFinite(told) ? fullLoss.item<float>() : told, correct, (int)batch.Labels.shape[0]);

        Tensor Taught(Tensor logits)
        {
            Tensor taught = -(targets * logits.log_softmax(1)).sum(1).mean();
            Tensor labelled = F.cross_entropy(logits, batch.Labels, label_smoothing: recipe.Supernet.LabelSmoothing);
            return (taught * recipe.Supernet.Distillation) + (labelled * (1 - recipe.Supernet.Distillation));
        }
    }

    // The answer when frame i of the batch, clip by clip, runs at the width of this index.
    private Tensor Answer(FeatureBatch batch, Func<int, int> widthOf)
    {
        long clips = batch.Primary.shape[0], frames = batch.Primary.shape[1];
        Tensor widths = torch.tensor([.. Enumerable.Range(0, (int)(clips * frames)).Select(i => (long)widthOf(i))], device: network.Device);
        Tensor hard = F.one_hot(widths, network.Spec.Widths.Count).to(ScalarType.Float32).view(clips, frames, -1);
        return network.Fusion.Answer(batch.Primary, FeatureBatch.Choose(batch.Supplementary, hard, network.Spec.Fusion.Supplementary), dropout);
    }
}
