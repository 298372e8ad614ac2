using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Recipes;
using SdCom.Edge.Training.Stages;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Networks;

/// <summary>One training step of every kind of trunk in either place.</summary>
public class NetworkCombinationTests
{
    private static readonly SupernetRecipe Recipe = new() { Epochs = 1, Batch = 2, LearningRate = 0.001 };

    [Theory]
    [InlineData("resnet-50", "resnet-18", null)]
    [InlineData("mobilenetv2-1.0", "tsm-resnet-50", null)]
    [InlineData("tsm-mobilenetv2-0.5", "tsm-mobilenetv2-0.35", "bidirectional")]
    public void A_step_gives_every_weight_of_both_trunks_a_gradient(string glance, string look, string? mode)
    {
        torch.set_num_threads(1);
        NetworkSpec spec = NetworkSpec.Create(
            new NetworkDescription
            {
                Static = glance,
                Dynamic = look,
                InputSize = 32,
                Widths = [0, 0.5, 1],
                GateEncoder = 8,
                GateHidden = 8,
                FusionHidden = 16,
                Segments = 3,
                ShiftMode = mode,
            },
            classes: 3);
        using SdComNetwork network = new(spec, seed: 2);
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor pictures = torch.randn(2 * 3, 3, 32, 32).clamp(-1, 1);
        StepResult result = Sandwich.Backward(network, pictures, torch.tensor(new long[] { 0, 2 }), [Width.Skip, new Width(50)], Recipe);
        Assert.True(double.IsFinite(result.Loss));
        foreach ((string name, Tensor value) in network.Trunks().Entries.Where(e => e.Value is Parameter))
        {
            Assert.True(value.grad is not null, $"{name} has no gradient");
            Assert.True(value.grad!.abs().sum().isfinite().item<bool>(), $"{name}'s gradient is no number");
        }
    }
}
