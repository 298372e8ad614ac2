using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Layers;
using SdCom.Edge.Training.Networks;
using SdCom.Edge.Training.Published;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests.Published;

/// <summary>Our trunks, stage by stage, against the published ones.</summary>
public sealed class TrunkStageTests : GoldenTest
{
    [Fact, GoldenCase("tiny_resnet_basic")]
    public void A_slimmable_ResNet_of_basic_blocks_equals_the_published_one_at_every_width_and_stage() => EveryStage("tiny_resnet_basic", bottleneck: false);

    [Fact, GoldenCase("tiny_resnet_bottleneck")]
    public void A_slimmable_ResNet_of_bottlenecks_equals_the_published_one_at_every_width_and_stage() => EveryStage("tiny_resnet_bottleneck", bottleneck: true);

    [Fact, GoldenCase("mobilenetv2_035")]
    public void MobileNetV2_equals_the_published_one_at_every_tap()
    {
        GoldenCase golden = new("mobilenetv2_035");
        using IDisposable off = torch.no_grad();
        BackboneSpec spec = MobileNetV2.Create(0.35, PaddingRule.Symmetric);
        using Backbone trunk = new(spec);
        NamedTensors named = new();
        trunk.Collect("net", named);
        GoldenCase.Fill(named, golden.Set("weights").ToDictionary(w => $"net.{w.Key}", w => w.Value), Widths);

        Tensor x = golden.Npy("input");
        Tensor y = x;
        foreach ((int i, Block block) in trunk.Blocks.Index())
        {
            y = block.Forward(y, Width.Full, NormPass.Evaluate);
            if (i is 0 or 1 or 3 or 6 or 13 or 17 or 18)
                golden.Near($"after_features_{i}", i == 0 ? EveryNth(y, 2) : y, "forward");
        }

        golden.Near("feature_map", y, "forward");
        golden.Near("pooled", trunk.Forward(x, Width.Full, NormPass.Evaluate), "forward");

        // The form that the meta step differentiates computes the same.
        golden.Near("feature_map", StaticTrunk.Map(spec, new Weights(named).Under("net"), x, training: false), "forward");
        golden.AssertAllRead();
    }

    private static void EveryStage(string name, bool bottleneck)
    {
        GoldenCase golden = new(name);
        using IDisposable off = torch.no_grad();
        BackboneSpec spec = ResNet.Create("tiny", [1, 1, 1, 1], bottleneck, 8, ChannelRounding.Floor);
        using Backbone trunk = new(spec, Widths);
        NamedTensors named = new();
        trunk.Collect("backbone", named);
        GoldenCase.Fill(named, golden.Set("weights").ToDictionary(w => $"backbone.{w.Key}", w => w.Value), Widths);
        Tensor x = golden.Npy("input");
        foreach (Width width in Widths)
        {
            golden.Near($"{width.FileTag}_stem", EveryNth(trunk.Blocks[0].Convs[0].Forward(x, width, NormPass.Evaluate), 4), "forward");
            Tensor y = trunk.Blocks[0].Forward(x, width, NormPass.Evaluate);
            for (int stage = 1; stage <= 4; stage++)
            {
                y = trunk.Blocks[stage].Forward(y, width, NormPass.Evaluate);
                golden.Near($"{width.FileTag}_layer{stage}", y, "forward");
            }

            golden.Near($"{width.FileTag}_pooled", trunk.Forward(x, width, NormPass.Evaluate), "forward");

            // The masked form, all of whose samples chose this width.
            WidthChoice choice = new(nn.functional.one_hot(torch.tensor([(long)Widths.IndexOf(width)]), Widths.Count).to(ScalarType.Float32), Widths);
            Tensor masked = MaskedTrunk.Map(spec, new Weights(named).Under("backbone"), x, choice);
            golden.Near($"{width.FileTag}_layer4", masked.narrow(1, 0, spec.FeatureAt(width)), "forward");
        }

        golden.AssertAllRead();
    }

    private static Tensor EveryNth(Tensor map, int n) => map.slice(2, 0, map.shape[2], n).slice(3, 0, map.shape[3], n);
}
