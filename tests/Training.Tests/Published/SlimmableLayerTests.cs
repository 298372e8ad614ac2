using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Published;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Published;

/// <summary>One slimmable convolution with its norm: sliced (our layer, width 0 included) and masked (the policy stage's form).</summary>
public sealed class SlimmableLayerTests : GoldenTest
{
    private static readonly ConvSpec Spec = new() { Name = "conv", NormName = "bn", Inputs = 8, Outputs = 16, Kernel = 3, Stride = 2 };

    [Fact, GoldenCase("slim_conv_bn")]
    public void The_sliced_layer_equals_the_published_one_at_every_width_forward_backward_and_in_its_statistics()
    {
        GoldenCase golden = new("slim_conv_bn");
        foreach (Width width in Widths)
        {
            foreach (bool training in (bool[])[false, true])
            {
                using SlimmableConv layer = Layer(golden);
                NamedTensors named = new();
                layer.Collect("x", named);
                string Case(string name) => $"{width.FileTag}_{name}";
                string mode = training ? "train" : "eval";
                int inputs = ChannelRounding.Floor.Channels(8, width);
                int outputs = ChannelRounding.Floor.Channels(16, width);
                Tensor x = golden.Npy("input").narrow(1, 0, inputs).contiguous().requires_grad_();

                golden.Near(Case("conv_out"), layer.Convolve(x, width), "forward");
                Tensor y = layer.Forward(x, width, training ? NormPass.Train : NormPass.Evaluate);
                Tensor loss = (y * golden.Npy("loss_weight").narrow(1, 0, outputs)).sum();
                loss.backward();

                golden.Near(Case($"{mode}_out"), y, "forward");
                Assert.Equal(golden.Number(Case($"{mode}_loss")), loss.ToDouble(), 1e-4); // a sum of hundreds of outputs
                golden.Near(Case($"{mode}_grad_input"), x.grad!, "gradients");
                golden.Near(Case($"{mode}_grad_weight"), layer.Weight.grad!, "gradients");
                golden.Near(Case($"{mode}_grad_gamma"), Get("x.bn.weight").grad!, "gradients");
                golden.Near(Case($"{mode}_grad_beta"), Get("x.bn.bias").grad!, "gradients");
                string after = training ? "_after" : "";
                golden.Near(Case($"running_mean{after}"), Get($"x.bn.{width.FileTag}.running_mean"), "forward");
                golden.Near(Case($"running_var{after}"), Get($"x.bn.{width.FileTag}.running_var"), "forward");

                Tensor Get(string name) => named.Entries.Single(e => e.Name == name).Value;
            }
        }

        golden.AssertAllRead();
    }

    [Fact, GoldenCase("slim_masked_batch")]
    public void The_masked_layer_runs_one_width_per_sample_as_published_and_equals_the_sliced_one()
    {
        GoldenCase golden = new("slim_masked_batch");
        using SlimmableConv layer = Layer(new GoldenCase("slim_conv_bn"));
        NamedTensors named = new();
        layer.Collect("x", named);
        Weights weights = new Weights(named).Under("x");
        Tensor index = golden.Npy("width_index");
        WidthChoice choice = new(nn.functional.one_hot(index, Widths.Count).to(ScalarType.Float32), Widths);

        Tensor x = golden.Npy("input_masked");
        Tensor summed = MaskedTrunk.Convolve(Spec, weights, x, choice);
        Tensor y = MaskedTrunk.Normalise(Spec, weights, summed, choice, 1e-5);
        golden.Near("conv_out", summed, "forward");
        golden.Near("out", y, "forward");
        for (int n = 0; n < 4; n++)
        {
            Width width = Widths[(int)index[n].ToInt64()];
            int outputs = ChannelRounding.Floor.Channels(16, width);
            Tensor alone = layer.Forward(x.narrow(0, n, 1).narrow(1, 0, ChannelRounding.Floor.Channels(8, width)), width, NormPass.Evaluate);
            Golden.Near(alone, y.narrow(0, n, 1).narrow(1, 0, outputs), 1e-5, 1e-5);
            Assert.Equal(0, y.narrow(0, n, 1).narrow(1, outputs, 16 - outputs).abs().sum().ToDouble());
        }

        Tensor scores = golden.Npy("soft_scores").requires_grad_();
        Tensor features = golden.Npy("soft_features").requires_grad_();
        Tensor scaled = SoftScaling.Apply(features, scores, Widths);
        (scaled * (torch.arange(scaled.numel()).view(scaled.shape) / 100.0)).sum().backward();
        golden.Near("soft_out", scaled, "forward");
        golden.Near("soft_grad_scores", scores.grad!, "forward");
        golden.Near("soft_grad_features", features.grad!, "forward");
        golden.AssertAllRead();
    }

    private static SlimmableConv Layer(GoldenCase golden)
    {
        BackboneSpec trunk = new() { Name = "one", Blocks = [new BlockSpec { Name = "one", Convs = [Spec] }], Rounding = ChannelRounding.Floor };
        SlimmableConv layer = new(Spec, trunk, Widths, torch.CPU);
        NamedTensors named = new();
        layer.Collect("x", named);
        using IDisposable off = torch.no_grad();
        foreach ((string name, Tensor value) in named.Entries)
        {
            value.copy_(golden.Npy(name switch
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
