using SdCom.Edge.Core;
using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;
using SdCom.Edge.Training.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Published;

/// <summary>
/// The published policy stage on the clips of a recipe: <see cref="PolicyStep"/> batch after batch, with the meta-net a <see cref="MetaStep"/> before
/// each. Everything that has a gradient learns, the slimmable trunk too (behaviour 20), all at one rate (defect 2).
/// </summary>
public sealed class PublishedPolicyStage(Recipe recipe, PublishedNetwork network, TrainingData data, RunFolder run, string? supernet, Reporter reporter, TimeProvider time)
{
    private const string Name = "policy";
    private readonly PublishedRecipe published = recipe.Published;
    private readonly PublishedBatches batches = new(recipe, network);

    /// <summary>Trains on a supernet that is there, and writes the weights.</summary>
    /// <exception cref="InputException">There are fewer clips than one batch takes, or no supernet.</exception>
    /// <exception cref="TrainingException">The loss stopped being a number.</exception>
    public void Run(CancellationToken cancellation)
    {
        if (data.Train.Count < recipe.Policy.Batch)
            throw new InputException($"policy.batch must be at most the {data.Train.Count} clips to train on, got {recipe.Policy.Batch}.");
        network.Load(supernet ?? run.SupernetWeights);
        using BatchLoader loader = Loader(places: recipe.Seed);
        using Optimiser optimiser = Optimiser.Create("sgd", PublishedLoop.WeightDecay, new RateGroup(network.All().Parameters, 1));
        LoopSettings loop = PublishedLoop.Settings(published, recipe.Policy.Epochs, loader.StepsPerEpoch, recipe.Supernet.CheckpointSeconds);
        using MetaTeacher? meta = published.Meta == "off" ? null : new MetaTeacher(recipe, network, batches, Loader(Seeds.Mix(recipe.Seed, 11)), loop);
        NamedTensors kept = network.All();
        meta?.Collect(kept);
        Checkpoint checkpoint = new(run.Folder, Name, run.PolicyDigest);
        Position position = checkpoint.Restore(kept, optimiser.Engine) ?? checkpoint.Start;
        LoopWork work = new()
        {
            Backward = batch => Backward(loader.Get(batch), batch, meta),
            Clips = batch => loader.Get(batch).Clips,
        };
        new StageLoop(Name, loop, optimiser, kept, checkpoint, run, reporter, time).Run(position, work, cancellation);
        network.Save(run.Weights);
        checkpoint.Clear();
    }

    private BatchLoader Loader(long places) =>
        new(data.Cache, data.Train, recipe.Data, recipe.Network.InputSize, recipe.Policy.Batch, recipe.Network.Segments, places);

    private StepResult Backward(PictureBatch loaded, int number, MetaTeacher? meta)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        meta?.Learn(batches.Policy(loaded, 14, number), number);
        PolicyBatch batch = batches.Policy(loaded, 13, number); // other noise than the pseudo step's
        PolicyAnswer answer = PolicyPass.Run(network.Spec, new Weights(network.All()), batch.Pictures, batch.Noise, training: true, published.Dropout);
        Tensor loss = meta?.Loss(answer, batch.Labels, number) ?? PolicyStep.Loss(network.Spec, answer, batch.Labels);
        loss.backward();
        int videos = loaded.Labels.Count;
        int correct = (int)PoolingClassifier.Last(answer.Prefix, videos).argmax(1).eq(batch.Labels).sum().ToInt64();
        double spent = PublishedLosses.Cost(answer.Choice.Hard.detach(), network.Spec.Widths).mean().ToDouble();
        return new StepResult(loss.ToDouble(), correct, videos, spent);
    }
}

/// <summary>The meta-net of a run, its optimiser, and the batches that it learns from.</summary>
internal sealed class MetaTeacher : IDisposable
{
    private readonly Recipe recipe;
    private readonly PublishedNetwork network;
    private readonly PublishedBatches batches;
    private readonly BatchLoader loader;
    private readonly LoopSettings loop;
    private readonly MetaVariant variant;
    private readonly MetaNet net;
    private readonly MetaOptimiser optimiser;

    public MetaTeacher(Recipe recipe, PublishedNetwork network, PublishedBatches batches, BatchLoader loader, LoopSettings loop)
    {
        this.recipe = recipe;
        this.network = network;
        this.batches = batches;
        this.loader = loader;
        this.loop = loop;
        variant = recipe.Published.Meta == "gruIncluded" ? MetaVariant.GruIncluded : MetaVariant.AsPublished;
        torch.random.manual_seed(Seeds.Mix(recipe.Seed, 15));
        net = new MetaNet(network.Device);
        optimiser = new MetaOptimiser(net);
    }

    /// <summary>Adds what a stopped run needs to go on.</summary>
    public void Collect(NamedTensors into)
    {
        foreach ((string name, Tensor value) in net.All().Entries.Concat(optimiser.State.Entries))
            into.Add($"meta.{name}", value);
    }

    /// <summary>One step of the meta-net. As published it also steps while alpha is 1, which only shrinks it (defect 4); the other variant waits.</summary>
    public void Learn(PolicyBatch batch, int number)
    {
        double alpha = Alpha(number);
        if (alpha == 1 && variant == MetaVariant.GruIncluded)
            return;

        // The meta set is redrawn every epoch: the first clips of that epoch's order, over and over.
        int epoch = number / loop.StepsPerEpoch;
        int inSet = Math.Max(1, Math.Min(recipe.Published.MetaClips / recipe.Policy.Batch, loader.StepsPerEpoch));
        PictureBatch drawn = loader.Get((epoch * loader.StepsPerEpoch) + (number % loop.StepsPerEpoch % inSet));
        MetaStep.Backward(
            network, net, batch, batches.Policy(drawn, 16, number), alpha, PublishedLoop.Rate(loop, number), variant, PublishedLoop.WeightDecay, recipe.Published.Dropout);
        optimiser.Step();
        net.All().ForgetGradients();
    }

    /// <summary>The real step's loss under the meta-net's weights, without gradient into it.</summary>
    public Tensor Loss(PolicyAnswer answer, Tensor labels, int number)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor perFrame = PolicyStep.PerFrame(network.Spec, answer, labels);
        Tensor weights = MetaNet.Blend(net.Forward(perFrame).detach(), Alpha(number));
        return PolicyStep.Weighted(answer, perFrame, weights).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        loader.Dispose();
        optimiser.Dispose();
        net.Dispose();
    }

    private double Alpha(int number) => MetaNet.Alpha(number / loop.StepsPerEpoch, first: 0);
}
