using System.Collections.ObjectModel;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Weights;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;
using SdCom.Edge.Training.Stages;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Stages;

public sealed class LearnersTests
{
    private static readonly SupernetRecipe Recipe = new() { Epochs = 1, Batch = TinyNetwork.Clips, LearningRate = 0.01, FeatureDropout = 0, PooledDropout = 0 };

    public LearnersTests() => torch.set_num_threads(1);

    [Fact]
    public void Every_group_moves_at_its_own_multiple_of_the_rate()
    {
        // Defect 2 of the published code: multipliers are declared and never applied. Plain SGD without momentum's history moves by rate x multiple x gradient.
        NamedTensors tensors = new();
        string[] names = ["static.a", "dynamic.layer1.w", "dynamic.layer10.w", "dynamic.layer1.0.conv1.w", "fusion.w", "gate.w"];
        foreach (string name in names)
            tensors.Add(name, new Parameter(torch.zeros(1)));
        Dictionary<string, double> rates = new() { ["static"] = 0.5, ["dynamic.layer1"] = 0.25, ["dynamic.layer1.0"] = 0.125, ["fusion"] = 5, ["gate"] = 0.1 };
        using Optimiser optimiser = Optimiser.Create("sgd", 0, Learners.Choose(tensors, rates, [], "test"));
        using DisposeScope scope = torch.NewDisposeScope();
        torch.cat([.. tensors.Parameters]).sum().backward(); // gradient 1 everywhere
        optimiser.Step(0.2);
        double[] moved = [.. tensors.Parameters.Select(p => Math.Round(p.item<float>() / -0.2, 5))];
        Assert.Equal([0.5, 0.25, 1, 0.125, 5, 0.1], moved);
        foreach (Parameter parameter in tensors.Parameters)
            parameter.Dispose();
    }

    [Theory]
    [InlineData("static")]
    [InlineData("dynamic.layer1")]
    public void What_is_frozen_stays_bit_for_bit_with_its_statistics(string prefix)
    {
        using SdComNetwork network = TinyNetwork.Create();
        NamedTensors tensors = network.All();
        using Optimiser optimiser = Optimiser.Create("adamw", 0.1, Learners.Choose(tensors, ReadOnlyDictionary<string, double>.Empty, [prefix], "test"));
        using AveragedNetwork averaged = new(network, n => n.All(), 0.9, [prefix]);
        averaged.Start();
        WeightSet before = tensors.ToWeights();
        for (int i = 0; i < 2; i++)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            (Tensor pictures, Tensor labels) = TinyNetwork.Problem(i);
            Sandwich.Backward(network, pictures, labels, [new Width(25), new Width(50), new Width(75)], Recipe);
            optimiser.Step(0.01);
            optimiser.ForgetGradients();
            averaged.Follow(i);
        }

        WeightSet after = tensors.ToWeights();
        averaged.CopyToLive();
        WeightSet mean = tensors.ToWeights();
        string[] still = [.. before.Names.Where(n => before[n].Values.SequenceEqual(after[n].Values))];
        Assert.Equal(before.Names.Where(n => n.StartsWith($"{prefix}.", StringComparison.Ordinal) || n.StartsWith("gate.", StringComparison.Ordinal)), still);
        Assert.Equal(still.Where(n => !n.StartsWith("gate.", StringComparison.Ordinal)), before.Names.Where(n => before[n].Values.SequenceEqual(mean[n].Values) && !n.StartsWith("gate.", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_prefix_that_stands_for_nothing_is_said()
    {
        using SdComNetwork network = TinyNetwork.Create();
        InputException e = Assert.Throws<InputException>(() => Learners.Choose(network.Trunks(), ReadOnlyDictionary<string, double>.Empty, ["dynamic.layer"], "supernet"));
        Assert.StartsWith("recipe: supernet.freeze names dynamic.layer, but the stage trains no tensor of that name; names begin with static.conv1", e.Message, StringComparison.Ordinal);
        e = Assert.Throws<InputException>(() => Learners.Choose(network.Trunks(), ReadOnlyDictionary<string, double>.Empty, ["dynamic", "static"], "supernet"));
        Assert.Equal("recipe: supernet.freeze leaves nothing to learn; take out a prefix.", e.Message);
    }
}
