using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Weights;
using SdCom.Edge.Tests;
using SdCom.Edge.Training.Export;
using SdCom.Edge.Training.Networks;
using TorchSharp;

namespace SdCom.Edge.Parity.Tests;

/// <summary>Every kind of trunk in either place, from seeded weights through torch and through the exported graphs.</summary>
public class NetworkCombinationTests
{
    [Theory]
    [InlineData("resnet-50", "mobilenetv2-0.35")]
    [InlineData("mobilenetv2-1.0", "tsm-resnet-18")]
    [InlineData("mobilenetv2-0.5", "tsm-mobilenetv2-0.5")]
    public void At_a_small_size_torch_and_engine_agree(string glance, string look) =>
        Agree(Description(glance, look, 32) with { Widths = [0, 0.5, 1] }, [50, 100, 0, 100]);

    [Fact]
    public void With_channels_by_the_published_rule_torch_and_engine_agree() =>
        Agree(Description("mobilenetv2-0.35", "tsm-mobilenetv2-1.0", 32) with { Widths = [0, 0.33, 1], Rounding = "floor" }, [33, 100, 0, 33]);

    [Theory]
    [InlineData("resnet-18")]
    [InlineData("tsm-resnet-50")]
    public void At_their_published_size_torch_and_engine_agree(string look) =>
        Agree(Description("mobilenetv2-0.35", look, 224) with { Glance = 2, Widths = [0, 1] }, [100, 100]);

    private static NetworkDescription Description(string glance, string look, int size) => new()
    {
        Static = glance,
        Dynamic = look,
        InputSize = size,
        Widths = [],
        GateEncoder = 16,
        GateHidden = 16,
        FusionHidden = 32,
        Segments = 2,
    };

    private static void Agree(NetworkDescription description, int[] percents)
    {
        torch.set_num_threads(1);
        NetworkSpec spec = NetworkSpec.Create(description, SmallNetworks.Classes);
        WeightSet weights = RandomWeights.Create(spec, 3);
        using SdComNetwork network = new(spec, seed: 1);
        network.All().CopyFrom(weights);
        using EngineStream engine = EngineStream.Build(spec, weights);
        using TorchStream stream = new(network);
        foreach ((int frame, int percent) in percents.Index())
        {
            byte[] picture = Pictures.Create(spec, seed: 17, frame);
            TorchAnswer expected = stream.Process(picture, new Width(percent));
            EngineAnswer actual = engine.Process(picture, new Width(percent));
            Assert.InRange(Pictures.Difference(expected.Logits, actual.Logits), 0, 2e-4);
            Assert.InRange(Pictures.Difference(expected.Scores, actual.Scores), 0, 2e-4);
        }
    }
}
