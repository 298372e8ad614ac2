using SdCom.Edge.Core.Networks;

namespace SdCom.Edge.Core.Tests.Networks;

public class MacCounterTests
{
    // Published figures that need no file: torchvision lists 1.81 and 4.09 GMAC (without the last linear layer) and golden/README.md has them to the MAC.
    [Theory]
    [InlineData(18, 1_813_561_344, 11_176_512)]
    [InlineData(50, 4_087_136_256, 23_508_032)]
    public void Full_ResNets_cost_what_is_published(int depth, long macs, long parameters)
    {
        BackboneSpec backbone = ResNet.Create(depth);
        Assert.Equal(macs, MacCounter.Backbone(backbone, Width.Full, 224));
        Assert.Equal(parameters, MacCounter.Parameters(backbone, Width.Full));
    }

    [Fact]
    public void A_small_net_counted_by_hand()
    {
        // Stem 3 -> 8 channels, 7x7, stride 2: 16 -> 8 pixels; pool -> 4. One basic block 8 -> 8, 3x3, on 4 x 4.
        BackboneSpec backbone = ResNet.Create("tiny", [1], bottleneck: false, baseChannels: 8, ChannelRounding.Floor);
        Assert.Equal((3 * 8 * 49 * 64) + (2 * 8 * 8 * 9 * 16), MacCounter.Backbone(backbone, Width.Full, 16));
        Assert.Equal((3 * 4 * 49 * 64) + (2 * 4 * 4 * 9 * 16), MacCounter.Backbone(backbone, new Width(50), 16));
        Assert.Equal((3 * 8 * 49) + 16 + (2 * ((8 * 8 * 9) + 16)), MacCounter.Parameters(backbone, Width.Full));
    }

    [Fact]
    public void Skip_costs_nothing_and_more_width_costs_more()
    {
        foreach (BackboneSpec backbone in (BackboneSpec[])[MobileNetV2.Create(1), ResNet.Create(18), ResNet.Create(50)])
        {
            Assert.Equal(0, MacCounter.Backbone(backbone, Width.Skip, 128));
            long last = 0;
            for (int percent = 5; percent <= 100; percent += 5)
            {
                long macs = MacCounter.Backbone(backbone, new Width(percent), 128);
                Assert.True(macs >= last, $"{backbone.Name} at {percent} %");
                last = macs;
            }
        }
    }

    [Fact]
    public void Gate_and_fusion_counted_by_hand()
    {
        // Gate: 10x4 + 3x(4x6 + 6x6) + 6x5; parameters add biases: 4, two of 3x6, 5.
        GateSpec gate = new(10, 4, 6, 5);
        Assert.Equal(40 + 180 + 30, MacCounter.Gate(gate));
        Assert.Equal(40 + 4 + 180 + 36 + 30 + 5, MacCounter.Parameters(gate));

        // Fusion: (10+20)x8, three frames of 16x8, 16x7; parameters: linear 240+8, norm 16, pair 128+8, classes 112+7.
        FusionSpec fusion = new(10, 20, 8, 3, 7);
        Assert.Equal(240 + (3 * 128) + 112, MacCounter.Fusion(fusion));
        Assert.Equal(248 + 16 + 136 + 119, MacCounter.Parameters(fusion));
    }

    [Fact]
    public void A_frame_is_the_always_paid_part_and_the_width()
    {
        NetworkSpec network = NetworkSpec.Create(NetworkSpecTests.Description, 14);
        CostTable costs = MacCounter.Count(network);
        Assert.Equal(MacCounter.Backbone(MobileNetV2.Create(0.35), Width.Full, 64), costs.Static.Macs);
        Assert.Equal(MacCounter.Backbone(MobileNetV2.Create(1), Width.Full, 128), costs.Dynamic[^1].Macs);
        Assert.Equal(costs.Static.Macs + costs.Gate.Macs + costs.Fusion.Macs, costs.AlwaysPaid);
        Assert.Equal(costs.AlwaysPaid, costs.Frame(0));
        Assert.Equal(costs.AlwaysPaid + costs.Dynamic[^1].Macs, costs.FullFrame);
        Assert.Equal((0.0, 1.0), (costs.RelativeCost(0), costs.RelativeCost(4)));
    }
}
