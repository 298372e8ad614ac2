using SdCom.Edge.Core;
using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;
using SdCom.Edge.Training.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Published;

/// <summary>The published supernet stage on the clips of a recipe: <see cref="SupernetStep"/> batch after batch, the teacher following each step.</summary>
public sealed class PublishedSupernetStage(Recipe recipe, PublishedNetwork network, TrainingData data, RunFolder run, Reporter reporter, TimeProvider time)
{
    private const string Name = "supernet";
    private readonly PublishedBatches batches = new(recipe, network);

    /// <summary>Trains from the start or from the newest checkpoint, and writes the weights.</summary>
    /// <exception cref="TrainingException">The loss stopped being a number.</exception>
    public void Run(CancellationToken cancellation)
    {
        PublishedRecipe published = recipe.Published;
        using BatchLoader loader = new(
            data.Cache, data.Train, recipe.Data, recipe.Network.InputSize, recipe.Supernet.Batch, recipe.Network.Segments, recipe.Seed);
        using SlimVideoNet? teacher = published.EmaDecay > 0 ? new SlimVideoNet(network.Spec, network.Device) : null;
        using Optimiser optimiser = Optimiser.Create("sgd", PublishedLoop.WeightDecay, new RateGroup(network.Look.All().Parameters, 1));
        NamedTensors kept = network.All();
        teacher?.Collect("ema.", kept);
        Checkpoint checkpoint = new(run.Folder, Name, run.SupernetDigest);
        Position? restored = checkpoint.Restore(kept, optimiser.Engine);
        if (restored is null)
        {
            StartFrom(loader);
            teacher?.CopyFrom(network.Look);
        }

        LoopWork work = new()
        {
            Backward = batch => Backward(loader.Get(batch), teacher),
            Clips = batch => loader.Get(batch).Clips,
            Stepped = _ =>
            {
                if (teacher is not null)
                    Ema.Update(teacher.All(), network.Look.All(), published.EmaDecay);
            },
        };
        LoopSettings loop = PublishedLoop.Settings(published, recipe.Supernet.Epochs, loader.StepsPerEpoch, recipe.Supernet.CheckpointSeconds);
        new StageLoop(Name, loop, optimiser, kept, checkpoint, run, reporter, time).Run(restored ?? checkpoint.Start, work, cancellation);
        network.Save(run.Weights);
        network.Save(run.SupernetWeights); // last: it says that the stage is done
        checkpoint.Clear();
    }

    // Pretrained trunks. ImageNet files have their norms folded away, which cannot be trained: one batch gives them true statistics first.
    private void StartFrom(BatchLoader loader)
    {
        using IDisposable off = torch.no_grad();
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor pictures = loader.Get(0).Pictures(network.Device);
        if (recipe.Pretrained.Static is { } glance && Pretrained.Load(network.Glance, recipe.Resolve(glance), "static"))
            network.Glance.Forward(pictures, Width.Full, NormPass.Unfold);
        if (recipe.Pretrained.Dynamic is { } look && Pretrained.Load(network.Look.Trunk, recipe.Resolve(look), "dynamic"))
            network.Look.Trunk.Forward(pictures, Width.Full, NormPass.Unfold);
    }

    private StepResult Backward(PictureBatch batch, SlimVideoNet? teacher)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor labels = batch.LabelTensor(network.Device);
        SupernetAnswer answer = SupernetStep.Backward(network.Look, teacher, batches.Pictures(batch), labels);
        int correct = (int)answer.FullLogits.argmax(1).eq(labels).sum().ToInt64();
        return new StepResult(answer.Losses[0], correct, batch.Labels.Count);
    }
}
