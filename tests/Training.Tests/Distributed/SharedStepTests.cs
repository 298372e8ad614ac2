using SdCom.Edge.Core.Weights;
using SdCom.Edge.Training.Distributed;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;
using SdCom.Edge.Training.Stages;
using SdCom.Edge.Training.Tests.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Distributed;

/// <summary>Supernet steps that two workers share.</summary>
public sealed class SharedStepTests
{
    private static readonly Lock Generator = new();
    private static readonly SupernetRecipe Recipe = new() { Epochs = 1, Batch = 6, LearningRate = 0.01, FeatureDropout = 0, PooledDropout = 0 };

    public SharedStepTests() => torch.set_num_threads(1);

    [Theory]
    [InlineData("sgd")]
    [InlineData("adamw")]
    public void Weights_and_statistics_are_those_of_one_worker_with_both_parts(string optimizer)
    {
        float[] alone = Train(Workers.Alone, optimizer);
        float[][] shared = Pair.Together((Workers workers) => Train(workers, optimizer));
        Assert.Equal(shared[0], shared[1]); // bit by bit: the workers never drift apart
        float[] apart = [.. alone.Zip(shared[0], (a, b) => Math.Abs(a - b))];

        // Adam divides a gradient by its own size: where it is nothing but rounding, so is the step.
        double share = (double)apart.Count(d => d > 1e-5f) / apart.Length;
        Assert.True(optimizer == "adamw" ? share < 1e-3 : share == 0, $"the largest difference is {apart.Max():g3}; beyond 1e-5 are {share:p3}");
    }

    private static float[] Train(Workers workers, string optimizer)
    {
        SdComNetwork network;
        lock (Generator)
        {
            using SdComNetwork model = TinyNetwork.Create();
            network = new SdComNetwork(model.Spec, 5, null, workers);
        }

        using (network)
        {
            NamedTensors tensors = network.Trunks();
            network.Fusion.Collect("fusion", tensors);
            using Optimiser optimiser = Optimiser.Create(optimizer, 0.01, new RateGroup(tensors.Parameters, 1));
            optimiser.Workers = workers;
            for (int step = 0; step < 3; step++)
            {
                using DisposeScope scope = torch.NewDisposeScope();
                Tensor pictures, labels;
                lock (Generator)
                    (pictures, labels) = TinyNetwork.Problem(step);
                (int first, int count) = workers.Part.Of(TinyNetwork.Clips);
                Sandwich.Backward(
                    network, pictures.narrow(0, 2 * first, 2 * count), labels.narrow(0, first, count), Sandwich.Draw(network.Spec.Widths, new Random(step)), Recipe);
                optimiser.Step(0.001, longest: 5);
                optimiser.ForgetGradients();
            }

            WeightSet weights = tensors.ToWeights();
            return [.. weights.Names.SelectMany(n => weights[n].Values.ToArray())];
        }
    }
}
