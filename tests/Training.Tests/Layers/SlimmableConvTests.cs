using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Weights;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Layers;

public sealed class SlimmableConvTests : IDisposable
{
    private static readonly Width[] Widths = [new(25), new(50), new(75), Width.Full];
    private readonly DisposeScope scope = torch.NewDisposeScope();

    public SlimmableConvTests() => torch.set_num_threads(1);

    public void Dispose() => scope.Dispose();

    [Fact]
    public void A_pass_moves_the_statistics_of_the_width_that_ran_and_no_others()
    {
        using SlimmableConv layer = Golden8To16();
        WeightSet before = Values(layer);
        layer.Forward(Golden.Npy("slim_conv_bn/input").narrow(1, 0, 4), new Width(50), NormPass.Train);
        WeightSet after = Values(layer);

        string[] moved = [.. before.Names.Where(n => !before[n].Values.SequenceEqual(after[n].Values))];
        Assert.Equal(["x.bn.w050.running_mean", "x.bn.w050.running_var"], moved);
        float[] expected = Golden.Npy("slim_conv_bn/w050_running_var_after").data<float>().ToArray();
        Assert.All(expected.Zip(after["x.bn.w050.running_var"].Values), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void Recalibration_leaves_the_plain_mean_over_batches()
    {
        using SlimmableNorm norm = new(1, ChannelRounding.Floor, null, 1e-5, torch.CPU);
        foreach ((int n, float value) in new[] { 3f, 6f, 12f }.Index())
            norm.Forward(torch.full([2, 1, 1, 2], value), Width.Full, NormPass.Recalibrate(n));
        NamedTensors named = new();
        norm.Collect("n", named);
        Assert.Equal(7f, named.ToWeights()["n.running_mean"].Values[0], 1e-5f);
    }

    [Fact]
    public void A_width_it_was_not_made_for_is_refused()
    {
        using SlimmableConv layer = Golden8To16();
        Assert.Contains("got 0.3", Assert.Throws<ArgumentException>(() => layer.Forward(torch.zeros(1, 2, 9, 9), new Width(30), NormPass.Evaluate)).Message, StringComparison.Ordinal);
    }

    private static WeightSet Values(SlimmableConv layer)
    {
        NamedTensors named = new();
        layer.Collect("x", named);
        return named.ToWeights();
    }

    private static SlimmableConv Golden8To16()
    {
        ConvSpec spec = new() { Name = "conv", NormName = "bn", Inputs = 8, Outputs = 16, Kernel = 3, Stride = 2 };
        BackboneSpec trunk = new() { Name = "one", Blocks = [new BlockSpec { Name = "one", Convs = [spec] }], Rounding = ChannelRounding.Floor };
        SlimmableConv layer = new(spec, trunk, Widths, torch.CPU);
        NamedTensors named = new();
        layer.Collect("x", named);
        using IDisposable off = torch.no_grad();
        foreach ((string name, Tensor value) in named.Entries)
        {
            value.copy_(Golden.Npy("slim_conv_bn/" + name switch
            {
                "x.conv.weight" => "conv_weight",
                "x.bn.weight" => "bn_gamma",
                "x.bn.bias" => "bn_beta",
                _ => name["x.bn.".Length..].Replace('.', '_'),
            }));
        }

        return layer;
    }
}
