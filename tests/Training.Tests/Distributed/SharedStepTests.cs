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
    private static readonly SupernetRecipe Supernet = new() { Epochs = 1, Batch = 6, LearningRate = 0.01, FeatureDropout = 0, PooledDropout = 0 };

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

    [Fact]
    public void Two_workers_have_the_double_batch_in_every_stage()
    {
        using SdComNetwork network = TinyNetwork.Create();
        Recipe recipe = new()
        {
            Name = "all",
            Seed = 1,
            Network = network.Spec.Description,
            Data = new DataRecipe { Clips = "clips.csv", IntervalMs = 160, CacheSize = 40, CropMin = 32 },
            Pose = new PoseRecipe { StaticSteps = 1, DynamicSteps = 1, Batch = 3, LearningRate = 1 },
            Glance = new GlanceRecipe { Epochs = 1, Batch = 5, LearningRate = 1 },
            Supernet = Supernet with { Batch = 7 },
            Fusion = new FusionRecipe { Epochs = 1, Batch = 13, LearningRate = 1 },
            Policy = new PolicyRecipe { Epochs = 1, Batch = 9, LearningRate = 1, FeatureDraws = 1 },
            Joint = new JointRecipe { Epochs = 1, Batch = 11, LearningRate = 1 },
        };
        float[] batches = Batches(recipe);
        Assert.Equal([3, 5, 7, 9, 11, 13], batches.Order());
        Assert.All(Pair.Together((Workers workers) => Batches(workers.Spread(recipe))), spread => Assert.Equal(batches.Select(b => 2 * b), spread));

        static float[] Batches(Recipe recipe) => [.. typeof(Recipe).GetProperties()
            .Select(part => part.PropertyType.GetProperty("Batch")?.GetValue(part.GetValue(recipe))).OfType<int>().Select(batch => (float)batch)];
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
                    network, pictures.narrow(0, 2 * first, 2 * count), labels.narrow(0, first, count), Sandwich.Draw(network.Spec.Widths, new Random(step)), Supernet);
                optimiser.Step(0.001, longest: 5);
                optimiser.ForgetGradients();
            }

            WeightSet weights = tensors.ToWeights();
            return [.. weights.Names.SelectMany(n => weights[n].Values.ToArray())];
        }
    }
}
