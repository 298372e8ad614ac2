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
            network.Load(supernet ?? run.SupernetWeights);
        workers.Share(network.All());
        using FeatureTable table = FeatureTable.OfTraining(recipe, network, data, settings.FeatureDraws, reporter, cancellation);
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
        int size = Math.Min(settings.Batch, table.Rows);
        size -= size % network.Workers.Count;
        LoopSettings loop = new()
        {
            Epochs = settings.Epochs,
            Batches = table.Rows / size,
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
            Backward = batch => Backward(table, Chosen(table, size, batch), batch, (double)batch / (loop.Steps * loop.Accumulation), loss),
            Clips = batch => Chosen(table, size, batch).Select(row => table.Names[(int)row]).Distinct(),
        };
        new StageLoop(Name, loop, optimiser, tensors, checkpoint, run, reporter, time).Run(position, work, cancellation);
    }

    // The rows of a batch: every epoch has an order of its own.
    private long[] Chosen(FeatureTable table, int size, int batch)
    {
        int perEpoch = table.Rows / size;
        int[] order = [.. Enumerable.Range(0, table.Rows)];
        Seeds.At(recipe.Seed, 7, batch / perEpoch).Shuffle(order);
        return [.. order.Skip(batch % perEpoch * size).Take(size).Select(i => (long)i)];
    }

    private StepResult Backward(FeatureTable table, long[] chosen, int number, double share, PolicyLoss policyLoss)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.random.manual_seed(Seeds.Mix(recipe.Seed, 6, number)); // Gumbel noise and dropout
        Random random = Seeds.At(recipe.Seed, 8, number);
        float[] drawn = [.. chosen.Select(_ => (float)(random.NextDouble() * settings.MaxPrice))];
        (int first, int count) = network.Workers.Part.Of(chosen.Length);
        Tensor rows = torch.tensor(chosen[first..(first + count)], device: network.Device);
        double temperature = settings.FirstTemperature * Math.Pow(settings.LastTemperature / settings.FirstTemperature, share);
        Tensor prices = torch.tensor(drawn[first..(first + count)], device: network.Device);
        Tensor primary = table.Primary.index_select(0, rows);
        (Tensor loss, int correct, double spent) = policyLoss.Of(
            primary,
            [.. table.Supplementary.Select(s => s?.index_select(0, rows))],
            policyLoss.Draw(primary, prices, temperature),
            table.Labels.index_select(0, rows),
            prices);
        loss.backward();
        return new StepResult(loss.item<float>(), correct, count, spent);
    }
}
