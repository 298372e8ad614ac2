using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Distributed;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Stages;

/// <summary>The second stage: the trunks are frozen, the gate learns which width to ask for at which price; the fusion may follow a little. It starts from the run's supernet, or from the weights file <paramref name="supernet"/>.</summary>
public sealed class PolicyStage(Recipe recipe, SdComNetwork network, TrainingData data, RunFolder run, string? supernet, Reporter reporter, TimeProvider time)
{
    private const string Name = "policy";
    private const double LongestGradient = 5;
    private readonly PolicyRecipe settings = recipe.Policy;

    /// <summary>Trains from the start or from the newest checkpoint, and writes the weights.</summary>
    /// <param name="cancellation">Stops after the running step, with a checkpoint.</param>
    /// <exception cref="TrainingException">The loss stopped being a number.</exception>
    public void Run(CancellationToken cancellation)
    {
        Workers workers = network.Workers;
        if (workers.IsFirst)
            network.LoadSupernet(supernet ?? run.SupernetWeights);
        workers.Share(network.All());
        using FeatureTable table = FeatureTable.OfTraining(recipe, network, data, settings.FeatureDraws, reporter, cancellation);
        Run(table, cancellation);
    }

    /// <summary>The same on features that are there already; the network must hold the supernet.</summary>
    public void Run(FeatureTable table, CancellationToken cancellation)
    {
        Workers workers = network.Workers;
        if (recipe.Fusion is { } fusion && !workers.Any(workers.IsFirst && run.IsUnderWay(Name)))
            new FusionStage(recipe, fusion, network, run, reporter, time).Run(table, cancellation);
        NamedTensors tensors = network.GateTensors();
        network.Fusion.Collect("fusion", tensors);
        IReadOnlyDictionary<string, double> rates = new Dictionary<string, double> { ["fusion"] = settings.FusionRate }.With(settings.Rates);
        IReadOnlyList<string> freeze = settings.FusionRate > 0 ? settings.Freeze : [.. settings.Freeze, "fusion"];
        using Optimiser optimiser = Optimiser.Create("adamw", settings.WeightDecay, Learners.Choose(tensors, rates, freeze, Name));
        optimiser.Workers = workers;
        Checkpoint checkpoint = new(run.Folder, Name, run.PolicyDigest) { Writes = workers.IsFirst };
        Position start = workers.Restore(checkpoint, tensors, optimiser.Engine) ?? checkpoint.Start;
        workers.Share(tensors);
        Train(table, tensors, optimiser, checkpoint, start, cancellation);
        if (workers.IsFirst)
        {
            network.Save(run.PolicyWeights);
            network.Save(run.Weights);
        }

        checkpoint.Clear();
    }

    private void Train(FeatureTable table, NamedTensors tensors, Optimiser optimiser, Checkpoint checkpoint, Position position, CancellationToken cancellation)
    {
        FeatureBatches batches = new(table, settings.Batch, recipe.Seed, 7, network.Workers);
        LoopSettings loop = new()
        {
            Epochs = settings.Epochs,
            Batches = batches.PerEpoch,
            Accumulation = settings.GradientAccumulation,
            LearningRate = settings.LearningRate,
            Schedule = settings.Schedule,
            WarmupSteps = settings.WarmupSteps,
            ClipNorm = LongestGradient,
            CheckpointSeconds = recipe.Supernet.CheckpointSeconds,
            Remedy = "Lower policy.learningRate",
        };
        PolicyLoss loss = new(network, settings, new FusionDropout(recipe.Supernet.FeatureDropout, recipe.Supernet.PooledDropout) { Part = network.Workers.Part });
        LoopWork work = new()
        {
            Backward = number => Backward(batches, number, (double)number / (loop.Steps * loop.Accumulation), loss),
            Clips = batches.NamesOf,
        };
        new StageLoop(Name, loop, optimiser, tensors, checkpoint, run, reporter, time).Run(position, work, cancellation);
    }

    private StepResult Backward(FeatureBatches batches, int number, double share, PolicyLoss policyLoss)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.random.manual_seed(Seeds.Mix(recipe.Seed, 6, number)); // Gumbel noise and dropout
        Random random = Seeds.At(recipe.Seed, 8, number);
        FeatureBatch batch = batches.Get(number);
        int count = (int)batch.Labels.shape[0];
        float[] drawn = [.. Enumerable.Range(0, batches.Clips).Select(_ => settings.DrawPrice(random))];
        double temperature = settings.FirstTemperature * Math.Pow(settings.LastTemperature / settings.FirstTemperature, share);
        Tensor prices = torch.tensor(drawn[batch.First..(batch.First + count)], device: network.Device);
        (Tensor loss, int correct, double spent) = policyLoss.Of(
            batch.Primary, batch.Supplementary, policyLoss.Draw(batch.Primary, prices, temperature), batch.Labels, prices);
        loss.backward();
        return new StepResult(loss.item<float>(), correct, count, spent);
    }
}
