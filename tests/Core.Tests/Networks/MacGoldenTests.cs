using System.Text.Json.Nodes;
using SdCom.Edge.Core.Networks;

namespace SdCom.Edge.Core.Tests.Networks;

/// <summary>Against golden/macs.json, counted by hooks on the published PyTorch network (conv and linear layers, channels max(1, floor(C x width))).</summary>
public class MacGoldenTests
{
    private static JsonNode Golden => JsonNode.Parse(File.ReadAllText(Repository.Shared("golden", "macs.json")))!;

    [Theory]
    [InlineData("resnet18", 18)]
    [InlineData("resnet50", 50)]
    public void Slimmable_ResNets_cost_what_the_published_network_costs(string name, int depth)
    {
        JsonNode golden = Golden;
        BackboneSpec backbone = ResNet.Create(depth, ChannelRounding.Floor);
        JsonObject widths = golden["dynamic"]![name]!["widths"]!.AsObject();
        Assert.Equal(5, widths.Count);
        foreach ((string key, JsonNode? expected) in widths)
        {
            // Width 0 there is one channel in each layer, not a skip: counted layer by layer.
            Width width = Width.Parse(key);
            foreach (int size in golden["sizes_px"]!.AsArray().Select(n => n!.GetValue<int>()))
                Assert.Equal(expected!["macs"]![$"{size}"]!.GetValue<long>(), MacCounter.Layers(backbone, width, size).Sum(layer => layer.Macs));

            Dictionary<string, long> layers = MacCounter.Layers(backbone, width, 224).ToDictionary(layer => layer.Conv.Name, layer => layer.Macs);
            JsonObject goldenLayers = expected!["layers"]!.AsObject();
            Assert.Equal(goldenLayers.Count, layers.Count);
            foreach ((string layer, JsonNode? macs) in goldenLayers)
                Assert.Equal(macs!.GetValue<long>(), layers[layer]);

            Assert.Equal(expected["feature_channels"]!.GetValue<int>(), backbone.FeatureAt(width));
            if (!width.IsSkip)
                Assert.Equal(expected["active_params"]!["total"]!.GetValue<long>(), MacCounter.Parameters(backbone, width));
        }
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.5)]
    [InlineData(0.35)]
    public void MobileNetV2_costs_what_the_published_network_costs(double multiplier)
    {
        JsonNode expected = Golden["static"]![FormattableString.Invariant($"mobilenetv2_{multiplier:0.0#}")]!;
        foreach (PaddingRule padding in Enum.GetValues<PaddingRule>())
        {
            BackboneSpec backbone = MobileNetV2.Create(multiplier, padding);
            foreach ((string size, JsonNode? macs) in expected["macs"]!.AsObject())
                Assert.Equal(macs!.GetValue<long>(), MacCounter.Backbone(backbone, Width.Full, int.Parse(size, System.Globalization.CultureInfo.InvariantCulture)));
            Assert.Equal(expected["params_features"]!.GetValue<long>(), MacCounter.Parameters(backbone, Width.Full));
            Assert.Equal(expected["channels"]!.AsArray().Select(n => n!.GetValue<int>()), backbone.Convs.Select(conv => conv.Outputs));
            Assert.Equal(expected["feature_dim"]!.GetValue<int>(), backbone.FeatureChannels);
        }
    }

    [Theory]
    [InlineData("224", 7)]
    [InlineData("160", 5)]
    [InlineData("112", 4)]
    public void The_published_gate_is_counted_with_its_GRU(string size, int map)
    {
        JsonNode expected = Golden["gate"]![size]!;
        JsonNode parts = expected["macs_parts"]!;
        ConvSpec conv = new() { Name = "conv", NormName = "norm", Inputs = 1280, Outputs = 64 };
        long[] macs = [MacCounter.Conv(conv, 1280, 64, map), MacCounter.Linear(64 * map * map, 1024), MacCounter.Gru(1024, 1024), MacCounter.Linear(1024, 5)];
        Assert.Equal(((string[])["conv1x1", "encoder_fc", "gru_matrix_products", "out_fc"]).Select(part => parts[part]!.GetValue<long>()), macs);
        Assert.Equal(expected["macs_with_gru"]!.GetValue<long>(), macs.Sum());

        // Our gate reads the pooled feature; the same GRU and output layer, and their parameters.
        GateSpec gate = new(64 * map * map, 1024, 1024, 5);
        Assert.Equal(macs[1..].Sum(), MacCounter.Gate(gate));
        JsonNode parameters = expected["params"]!;
        Assert.Equal(((string[])["encoder_fc", "gru", "out_fc"]).Sum(part => parameters[part]!.GetValue<long>()), MacCounter.Parameters(gate));
    }

    [Fact]
    public void The_published_fusion_and_the_whole_frame_are_counted_by_the_same_primitives()
    {
        JsonNode golden = Golden;
        long fusion = MacCounter.Linear(1280 + 2048, 4096) + MacCounter.Linear(4096, 200);
        JsonNode expected = golden["fusion"]!["mobilenetv2_1.0+resnet50,T=8"]!;
        Assert.Equal(expected["mlp_macs_per_frame"]!.GetValue<long>() + expected["classifier_macs_per_frame"]!.GetValue<long>(), fusion);

        foreach ((string size, JsonNode? widths) in golden["per_frame_total_mobilenetv2_1.0+gate(with GRU)+resnet50+fusion"]!.AsObject())
        {
            int pixels = int.Parse(size, System.Globalization.CultureInfo.InvariantCulture);
            long always = MacCounter.Backbone(MobileNetV2.Create(1), Width.Full, pixels) + golden["gate"]![size]!["macs_with_gru"]!.GetValue<long>() + fusion;
            foreach ((string width, JsonNode? total) in widths!.AsObject())
                Assert.Equal(total!["macs"]!.GetValue<long>(), always + MacCounter.Layers(ResNet.Create(50, ChannelRounding.Floor), Width.Parse(width), pixels).Sum(layer => layer.Macs));
        }
    }
}
