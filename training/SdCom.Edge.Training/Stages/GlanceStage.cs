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

/// <summary>The static net and the fusion learn the classes alone, as if every frame were skipped; see <see cref="GlanceRecipe"/>.</summary>
public sealed class GlanceStage(Recipe recipe, GlanceRecipe settings, SdComNetwork network, TrainingData data, RunFolder run, Reporter reporter, TimeProvider time)
{
    internal const string Name = "glance";

    /// <summary>Trains from the start or from the newest checkpoint, and writes the weights.</summary>
    /// <param name="cancellation">Stops after the running step, with a checkpoint.</param>
    /// <exception cref="TrainingException">The loss stopped being a number.</exception>
    public void Run(CancellationToken cancellation)
    {
        using BatchLoader loader = new(
            data.Cache, data.Train, recipe.Data, recipe.Network.InputSize, settings.Batch, recipe.Network.Segments, Seeds.Mix(recipe.Seed, 41), part: network.Workers.Part);
        NamedTensors learning = network.FusionTensors();
        network.Static.Collect("static", learning);
        using Optimiser optimiser = Optimiser.Create(
            "adamw", settings.WeightDecay, Learners.Choose(learning, new Dictionary<string, double> { ["fusion"] = settings.FusionRate }, [], Name));
        optimiser.Workers = network.Workers;
        Checkpoint checkpoint = new(run.Folder, Name, run.SupernetDigest) { Writes = network.Workers.IsFirst };
        TrunkStart.Load(recipe, network, run, () => loader.Get(0).Pictures(network.Device), network.Workers.Part.Of(settings.Batch).Length);
        Position start = network.Workers.Restore(checkpoint, learning, optimiser.Engine) ?? checkpoint.Start;
        network.Workers.Share(network.All());
        LoopSettings loop = new()
        {
            Epochs = settings.Epochs,
            Batches = loader.StepsPerEpoch,
            LearningRate = settings.LearningRate,
            Schedule = settings.Schedule,
            WarmupSteps = settings.WarmupSteps,
            ClipNorm = recipe.Supernet.ClipNorm,
            CheckpointSeconds = recipe.Supernet.CheckpointSeconds,
            Remedy = "Lower glance.learningRate",
        };
        Validation validation = new(data, network);
        LoopWork work = new()
        {
            Backward = number => Backward(loader.Get(number), number),
            Clips = loader.NamesOf,
            Measure = epoch => [("validation", validation.Top1After(epoch, settings.EvaluateEvery, network, [Width.Skip]))],
        };
        new StageLoop(Name, loop, optimiser, learning, checkpoint, run, reporter, time).Run(start, work, cancellation);
        if (network.Workers.IsFirst)
            network.Save(run.GlanceWeights);
        checkpoint.Clear();
    }

    private StepResult Backward(PictureBatch batch, int number)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.random.manual_seed(Seeds.Mix(recipe.Seed, 42, number)); // dropout
        int clips = batch.Labels.Count;
        FusionDropout dropout = new(recipe.Supernet.FeatureDropout, recipe.Supernet.PooledDropout) { Part = network.Workers.Part };
        Tensor labels = batch.LabelTensor(network.Device);
        Tensor logits = network.Fusion.Forward(network.Primary(batch.Pictures(network.Device), NormPass.Train, clips), null, clips, dropout);
        Tensor loss = F.cross_entropy(logits, labels, label_smoothing: recipe.Supernet.LabelSmoothing);
        loss.backward();
        return new StepResult(loss.item<float>(), (int)logits.argmax(1).eq(labels).sum().item<long>(), clips);
    }
}
