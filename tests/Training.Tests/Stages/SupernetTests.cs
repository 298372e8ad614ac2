using SdCom.Edge.Core;
using SdCom.Edge.Core.Weights;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;
using SdCom.Edge.Training.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Stages;

public sealed class SupernetTests
{
    private static readonly SupernetRecipe Recipe = new() { Epochs = 1, Batch = TinyNetwork.Clips, LearningRate = 0.01, FeatureDropout = 0, PooledDropout = 0 };

    public SupernetTests() => torch.set_num_threads(1);

    [Fact]
    public void A_step_moves_the_statistics_of_the_widths_that_ran_and_no_others()
    {
        using SdComNetwork network = TinyNetwork.Create();
        WeightSet before = network.Trunks().ToWeights();
        using DisposeScope scope = torch.NewDisposeScope();
        (Tensor pictures, Tensor labels) = TinyNetwork.Problem(0);
        Sandwich.Backward(network, pictures, labels, [Width.Skip, new Width(25), new Width(50)], Recipe);
        WeightSet after = network.Trunks().ToWeights();
        string[] moved = [.. before.Names.Where(n => !before[n].Values.SequenceEqual(after[n].Values))];
        Assert.All(moved, n => Assert.Contains("running_", n, StringComparison.Ordinal));
        Assert.DoesNotContain(moved, n => n.Contains(".w075.", StringComparison.Ordinal));
        foreach (string tag in new[] { ".w025.", ".w050.", ".w100.", "static." })
            Assert.Contains(moved, n => n.Contains(tag, StringComparison.Ordinal));
    }

    [Fact]
    public void A_step_leaves_no_tensor_behind()
    {
        using SdComNetwork network = TinyNetwork.Create();
        NamedTensors tensors = network.All();
        using Optimiser optimiser = Optimiser.Create("adamw", 0.01, new RateGroup(tensors.Parameters, 1));
        Step(network, tensors, optimiser, 0); // makes the optimiser's moments
        long before = Tensors.Alive();
        for (int i = 1; i < 4; i++)
            Step(network, tensors, optimiser, i);
        Assert.Equal(before, Tensors.Alive());
    }

    [Fact]
    public void All_widths_learn_a_problem_that_can_be_learned()
    {
        using SdComNetwork network = TinyNetwork.Create();
        NamedTensors tensors = network.All();
        using Optimiser optimiser = Optimiser.Create("adamw", 0, new RateGroup(tensors.Parameters, 1));
        for (int i = 0; i < 40; i++)
            Step(network, tensors, optimiser, i);

        using IDisposable off = torch.no_grad();
        using DisposeScope scope = torch.NewDisposeScope();
        (Tensor pictures, Tensor labels) = TinyNetwork.Problem(1000);
        foreach (Width width in network.Spec.Widths)
        {
            // Batch statistics here: forty steps are too few for the running ones.
            Tensor look = network.Primary(pictures, NormPass.Train, TinyNetwork.Clips);
            Tensor logits = network.Fusion.Forward(look, network.Supplementary(pictures, width, NormPass.Train, TinyNetwork.Clips), TinyNetwork.Clips);
            Assert.True(logits.argmax(1).eq(labels).all().item<bool>(), $"width {width} answers all clips");
        }
    }

    [Fact]
    public void The_sandwich_is_skip_the_narrowest_and_one_between()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            IReadOnlyList<Width> drawn = Sandwich.Draw(WidthSet.Default, new Random(seed));
            Assert.Equal([0, 25], drawn.Take(2).Select(w => w.Percent));
            Assert.Contains(drawn[2].Percent, new[] { 50, 75 });
        }

        Assert.Empty(Sandwich.Draw(new WidthSet(Width.Full), new Random(1)));
    }

    [Fact]
    public void The_rate_warms_up_and_falls_to_nothing()
    {
        Assert.Equal(0.1, Schedule.WarmCosine(0, 1000, 10), 0.001);
        Assert.Equal(0.5, Schedule.WarmCosine(500, 1000, 10), 0.001);
        Assert.True(Schedule.WarmCosine(999, 1000, 10) < 1e-4);
    }

    private static void Step(SdComNetwork network, NamedTensors tensors, Optimiser optimiser, int step)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        (Tensor pictures, Tensor labels) = TinyNetwork.Problem(step);
        Sandwich.Backward(network, pictures, labels, Sandwich.Draw(network.Spec.Widths, new Random(step)), Recipe);
        optimiser.Step(0.01);
        tensors.ForgetGradients();
    }
}
