using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;
using SdCom.Edge.Training.Stages;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Stages;

/// <summary>A thousand steps on a net so small that they take seconds.</summary>
public sealed class ManyStepsTests
{
    private const int Clips = 2, Frames = 2, Steps = 1000;
    private static readonly SupernetRecipe Supernet = new() { Epochs = 1, Batch = Clips, LearningRate = 1e-4 };
    private static readonly PolicyRecipe Policy = new() { Epochs = 1, Batch = Clips, LearningRate = 1e-4, FeatureDraws = 1, Similarity = 0.1 };

    public ManyStepsTests() => torch.set_num_threads(1);

    [Fact]
    public void A_thousand_supernet_steps_with_an_averaged_teacher_keep_no_tensor()
    {
        using SdComNetwork network = Smallest();
        using AveragedNetwork averaged = new(network, n => n.All(), 0.99);
        averaged.Start();
        Hold(network, step =>
        {
            (Tensor pictures, Tensor labels) = Batch(step);
            Sandwich.Backward(network, pictures, labels, [Width.Skip], Supernet, averaged.Network);
        }, averaged.Follow);
    }

    [Fact]
    public void A_thousand_joint_steps_keep_no_tensor()
    {
        using SdComNetwork network = Smallest();
        PolicyLoss loss = new(network, Policy, default);
        Hold(network, step =>
        {
            (Tensor pictures, Tensor labels) = Batch(step);
            Tensor prices = torch.rand(Clips);
            Tensor primary = network.Primary(pictures, NormPass.Evaluate, Clips).view(Clips, Frames, -1);
            DrawnWidths drawn = loss.Draw(primary, prices, 1);
            loss.Of(primary, DrawnLooks.Of(network, pictures, drawn, Clips), drawn, labels, prices).Loss.backward();
        }, _ => { });
    }

    // Both counts: of this thread's dispose scopes, and of tensors in the process.
    private static void Hold(SdComNetwork network, Action<int> backward, Action<int> stepped)
    {
        using Optimiser optimiser = Optimiser.Create("adamw", 0, new RateGroup(network.All().Parameters, 1));
        (long scoped, long alive) = (0, 0);
        for (int step = 0; step < Steps; step++)
        {
            if (step == 20) // by now every parameter has met a gradient and has its moments
                (scoped, alive) = (DisposeScopeManager.Statistics.ThreadTotalLiveCount, Tensors.Alive());
            using DisposeScope scope = torch.NewDisposeScope();
            backward(step);
            optimiser.Step(1e-4, longest: 5);
            optimiser.ForgetGradients();
            stepped(step);
        }

        Assert.Equal(alive, Tensors.Alive());
        Assert.Equal(scoped, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static (Tensor Pictures, Tensor Labels) Batch(int step)
    {
        torch.random.manual_seed(step);
        return (torch.randn(Clips * Frames, 3, 8, 8), torch.tensor(new long[] { 0, 1 }));
    }

    private static SdComNetwork Smallest()
    {
        BackboneSpec trunk = ResNet.Create("tiny", [1], bottleneck: false, 8);
        return new SdComNetwork(
            new NetworkSpec
            {
                Description = new NetworkDescription { Static = "tiny", Dynamic = "tiny", InputSize = 8, Widths = [0, 1], Segments = Frames },
                Static = trunk,
                Dynamic = trunk,
                Widths = new WidthSet(Width.Skip, Width.Full),
                Gate = new GateSpec(trunk.FeatureChannels, 8, 8, 2),
                Fusion = new FusionSpec(trunk.FeatureChannels, trunk.FeatureChannels, 8, Frames, 2),
            },
            seed: 3);
    }
}
