using SdCom.Edge.Core;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;
using SdCom.Edge.Training.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Stages;

public sealed class AveragedNetworkTests
{
    private static readonly SupernetRecipe Recipe = new() { Epochs = 1, Batch = TinyNetwork.Clips, LearningRate = 0.01, FeatureDropout = 0, PooledDropout = 0, Distillation = 1 };

    public AveragedNetworkTests() => torch.set_num_threads(1);

    [Fact]
    public void The_copy_keeps_little_at_first_and_its_decay_at_last()
    {
        Assert.Equal(0.1, AveragedNetwork.Keep(0.99, 0), 1e-12);
        Assert.Equal(0.5, AveragedNetwork.Keep(0.99, 8), 1e-12);
        Assert.Equal(0.99, AveragedNetwork.Keep(0.99, 5000), 1e-12);
    }

    [Fact]
    public void Parameters_and_statistics_follow_the_live_network()
    {
        using SdComNetwork live = TinyNetwork.Create();
        using AveragedNetwork averaged = new(live, n => n.Trunks(), 0.9);
        averaged.Start();
        float[] start = First(live);
        Fill(live, 1);
        averaged.Follow(0); // keeps 1/10 of the start
        Fill(live, 2);
        averaged.Follow(1000); // keeps 0.9
        float[] copy = First(averaged.Network);
        for (int i = 0; i < copy.Length; i++)
            Assert.Equal((0.9f * ((0.1f * start[i]) + 0.9f)) + (0.1f * 2), copy[i], 1e-5f);
        string name = averaged.Network.Trunks().Entries.First(e => e.Name.EndsWith("running_mean", StringComparison.Ordinal)).Name;
        Assert.All(averaged.Network.Trunks().ToWeights()[name].Values.ToArray(), v => Assert.Equal(0.9f * 0.9f + 0.2f, v, 1e-5f));
        averaged.CopyToLive();
        Assert.Equal(copy, First(live));

        static float[] First(SdComNetwork network) => [.. network.Trunks().ToWeights()[$"dynamic.{network.Dynamic.Spec.Convs.First().Name}.weight"].Values];
    }

    [Fact]
    public void Narrow_widths_learn_what_the_teacher_answers()
    {
        using SdComNetwork live = TinyNetwork.Create();
        using SdComNetwork teacher = TinyNetwork.Create();
        Teach(teacher);
        NamedTensors tensors = live.All();
        using Optimiser optimiser = Optimiser.Create("adamw", 0, new RateGroup(tensors.Parameters, 1));
        using DisposeScope scope = torch.NewDisposeScope();
        (Tensor pictures, _) = TinyNetwork.Problem(5);
        Tensor wrong = torch.tensor(new long[] { 1, 2, 0, 1, 2, 0 });
        for (int i = 0; i < 30; i++)
        {
            Sandwich.Backward(live, pictures, wrong, [new Width(50)], Recipe, teacher);
            optimiser.Step(0.01);
            tensors.ForgetGradients();
        }

        // The labels say "the next class" and only the full width hears them; half width hears the teacher alone.
        Assert.All(teacher.Trunks().Parameters, p => Assert.Null(p.grad));
        Tensor right = torch.tensor(new long[] { 0, 1, 2, 0, 1, 2 });
        Assert.True(Answer(live, new Width(50)).eq(right).all().item<bool>());
        Assert.False(Answer(live, Width.Full).eq(right).any().item<bool>());

        Tensor Answer(SdComNetwork network, Width width) =>
            network.Fusion.Forward(network.Primary(pictures, NormPass.Train, TinyNetwork.Clips), network.Supplementary(pictures, width, NormPass.Train, TinyNetwork.Clips), TinyNetwork.Clips).argmax(1);
    }

    [Fact]
    public void Steps_with_an_averaged_teacher_leave_no_tensor_behind()
    {
        using SdComNetwork live = TinyNetwork.Create();
        using AveragedNetwork averaged = new(live, n => n.All(), 0.9);
        averaged.Start();
        using Optimiser optimiser = Optimiser.Create("adamw", 0, new RateGroup(live.All().Parameters, 1));
        Step(0);
        long before = Tensors.Alive();
        for (int i = 1; i < 4; i++)
            Step(i);
        Assert.Equal(before, Tensors.Alive());

        void Step(int step)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            (Tensor pictures, Tensor labels) = TinyNetwork.Problem(step);
            Sandwich.Backward(live, pictures, labels, [new Width(50)], Recipe, averaged.Network);
            optimiser.Step(0.01);
            optimiser.ForgetGradients();
            averaged.Follow(step);
        }
    }

    private static void Fill(SdComNetwork network, float value)
    {
        using IDisposable off = torch.no_grad();
        foreach ((_, Tensor tensor) in network.Trunks().Entries)
            tensor.fill_(value);
    }

    private static void Teach(SdComNetwork teacher)
    {
        using Optimiser optimiser = Optimiser.Create("adamw", 0, new RateGroup(teacher.All().Parameters, 1));
        for (int i = 0; i < 60; i++)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            (Tensor pictures, Tensor labels) = TinyNetwork.Problem(i);
            Sandwich.Backward(teacher, pictures, labels, [], Recipe);
            optimiser.Step(0.01);
            optimiser.ForgetGradients();
        }
    }
}
