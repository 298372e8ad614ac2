using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Stages;

/// <summary>Trains a <see cref="MemorylessGate"/> as the policy stage trains the gate, with the same loss and epochs, on the finished network; nothing of that changes.</summary>
public static class MemorylessBaseline
{
    /// <summary>Runs the trunks once over the training clips, then trains; the caller disposes the gate.</summary>
    public static MemorylessGate Train(Recipe recipe, SdComNetwork network, TrainingData data, Reporter reporter)
    {
        using FeatureTable table = FeatureTable.OfTraining(recipe, network, data, draws: 1, reporter, CancellationToken.None);
        torch.random.manual_seed(Seeds.Mix(recipe.Seed, 11));
        MemorylessGate gate = new(network.Spec.Gate, network.Device);
        PolicyRecipe settings = recipe.Policy;
        PolicyLoss loss = new(network, settings, default, gate.Forward);
        NamedTensors tensors = new();
        gate.Collect("memoryless", tensors);
        using Optimiser optimiser = Optimiser.Create("adamw", settings.WeightDecay, new RateGroup(tensors.Parameters, 1));
        int size = Math.Min(settings.Batch, table.Rows);
        int perEpoch = table.Rows / size;
        int steps = settings.Epochs * perEpoch;
        reporter.Track("Memoryless gate", steps, progress =>
        {
            for (int step = 0; step < steps; step++)
            {
                Step(recipe, table, step, perEpoch, size, (double)step / steps, loss);
                optimiser.Step(settings.LearningRate * Schedule.WarmCosine(step, steps, warmup: Math.Min(20, steps / 10)), longest: 5);
                tensors.ForgetGradients();
                progress.Advance();
            }
        });
        network.All().ForgetGradients(); // the loss ran through the fusion
        return gate;
    }

    private static void Step(Recipe recipe, FeatureTable table, int step, int perEpoch, int size, double share, PolicyLoss loss)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.random.manual_seed(Seeds.Mix(recipe.Seed, 12, step)); // Gumbel noise
        int[] order = [.. Enumerable.Range(0, table.Rows)];
        Seeds.At(recipe.Seed, 13, step / perEpoch).Shuffle(order);
        Random random = Seeds.At(recipe.Seed, 14, step);
        Tensor rows = torch.tensor([.. order.Skip(step % perEpoch * size).Take(size).Select(i => (long)i)], device: table.Labels.device);
        Tensor prices = torch.tensor([.. Enumerable.Range(0, size).Select(_ => recipe.Policy.DrawPrice(random))], device: table.Labels.device);
        double temperature = recipe.Policy.FirstTemperature * Math.Pow(recipe.Policy.LastTemperature / recipe.Policy.FirstTemperature, share);
        Tensor primary = table.Primary.index_select(0, rows);
        Tensor?[] supplementary = [.. table.Supplementary.Select(s => s?.index_select(0, rows))];
        loss.Of(primary, supplementary, loss.Draw(primary, prices, temperature), table.Labels.index_select(0, rows), prices).Loss.backward();
    }
}
