using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Weights;
using SdCom.Edge.Onnx;
using SdCom.Edge.Onnx.Format;
using SdCom.Edge.Onnx.Graphs;
using SdCom.Edge.Tests;

namespace SdCom.Edge.Core.Tests.Onnx;

public class GraphWriterTests
{
    [Theory]
    [InlineData("mobilenetv2")]
    [InlineData("resnet")]
    public void Inputs_and_outputs_are_those_of_the_spec(string net)
    {
        NetworkSpec spec = net == "resnet" ? SmallNetworks.ResNet18 : SmallNetworks.MobileNet;
        WeightSet weights = RandomWeights.Create(spec, 1);
        int s = spec.InputSize;
        int t = spec.Fusion.Segments;

        GraphProto look = StaticGraph.Build(spec, weights).Graph;
        Assert.Equal([$"uint8 image [1, {s}, {s}, 3]", "float gate_state [1, 24]"], look.Input.Select(GraphFacts.Describe));
        Assert.Equal(["float primary [1, 1280]", "float gate_scores [1, 5]", "float gate_state_out [1, 24]"], look.Output.Select(GraphFacts.Describe));

        foreach (Width width in spec.Widths.NonZero)
        {
            GraphProto graph = DynamicGraph.Build(spec, width, weights).Graph;
            Assert.Equal([$"uint8 image [1, {s}, {s}, 3]"], graph.Input.Select(GraphFacts.Describe));
            // 1280 or 512 channels at width 1: the quarters are multiples of 8.
            int channels = (net == "resnet" ? 512 : 1280) * width.Percent / 100;
            Assert.Equal([$"float supplementary [1, {channels}]"], graph.Output.Select(GraphFacts.Describe));
        }

        GraphProto fusion = FusionGraph.Build(spec, weights).Graph;
        int d = net == "resnet" ? 512 : 1280;
        Assert.Equal(["float primary [1, 1280]", $"float supplementary [1, {d}]", $"float window [1, {t}, 32]"], fusion.Input.Select(GraphFacts.Describe));
        Assert.Equal(["float logits [1, 5]", $"float window_out [1, {t}, 32]"], fusion.Output.Select(GraphFacts.Describe));
    }

    [Fact]
    public void Temporal_shift_adds_a_state_in_and_out_to_the_static_graph_and_a_fingerprint_of_its_own()
    {
        NetworkSpec spec = SmallNetworks.StaticShift;
        GraphProto look = StaticGraph.Build(spec, RandomWeights.Create(spec, 1)).Graph;
        int k = spec.Static.ShiftStateLength(32);
        Assert.Equal(["uint8 image [1, 64, 64, 3]", "float gate_state [1, 24]", $"float shift_state [1, {k}]"], look.Input.Select(GraphFacts.Describe));
        Assert.Equal(["float primary [1, 1280]", "float gate_scores [1, 5]", "float gate_state_out [1, 24]", $"float shift_state_out [1, {k}]"], look.Output.Select(GraphFacts.Describe));
        Assert.NotEqual(SpecHash.Compute(SmallNetworks.MobileNet), SpecHash.Compute(spec));
    }

    [Fact]
    public void The_dynamic_graphs_have_a_shift_state_of_the_same_length_at_every_width()
    {
        NetworkSpec spec = SmallNetworks.BothShift;
        int k = spec.Dynamic.ShiftStateLength(64);
        foreach (Width width in spec.Widths.NonZero)
        {
            GraphProto graph = DynamicGraph.Build(spec, width, RandomWeights.Create(spec, 1)).Graph;
            Assert.Equal(["uint8 image [1, 64, 64, 3]", $"float shift_state [1, {k}]"], graph.Input.Select(GraphFacts.Describe));
            Assert.Equal($"float shift_state_out [1, {k}]", GraphFacts.Describe(graph.Output[1]));
        }
    }

    [Fact]
    public void The_published_pooling_has_no_graph()
    {
        NetworkSpec spec = NetworkSpec.Create(SmallNetworks.ResNet18.Description with { Pooling = "runningMaximum" }, SmallNetworks.Classes);
        Assert.Contains("pooling runningMaximum", Assert.Throws<ArgumentException>(() => FusionGraph.Build(spec, new WeightSet())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bidirectional_shift_has_no_graph()
    {
        NetworkSpec spec = NetworkSpec.Create(SmallNetworks.StaticShift.Description with { ShiftMode = "bidirectional" }, SmallNetworks.Classes);
        ArgumentException e = Assert.Throws<ArgumentException>(() => StaticGraph.Build(spec, RandomWeights.Create(spec, 1)));
        Assert.Contains("a bidirectional shift needs the frame after", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Standardised_pictures_are_made_by_the_same_nodes_in_the_static_and_in_every_dynamic_graph()
    {
        NetworkSpec spec = SmallNetworks.Standardised;
        WeightSet weights = RandomWeights.Create(spec, 1);
        foreach (GraphProto graph in (GraphProto[])[StaticGraph.Build(spec, weights).Graph, .. spec.Widths.NonZero.Select(w => DynamicGraph.Build(spec, w, weights).Graph)])
        {
            Assert.Equal(
                ["Transpose", "Cast", "Div", "Sub", "ReduceMean", "Sub", "ReduceMean", "Sub", "Mul", "ReduceMean", "Sqrt", "Max", "Div", "Mul"],
                graph.Node.Take(14).Select(node => node.OpType));
            string standardised = graph.Node[13].Output[0];
            Assert.Equal("exposure.standardised", standardised);
            Assert.Contains(graph.Node.Skip(14), node => node.Input[0] == standardised);
            Assert.DoesNotContain(graph.Node.Skip(14), node => node.Input.Contains("picture"));
        }

        Assert.NotEqual(SpecHash.Compute(SmallNetworks.StaticShift), SpecHash.Compute(spec));
        Assert.DoesNotContain(StaticGraph.Build(SmallNetworks.StaticShift, weights).Graph.Node, node => node.OpType is "ReduceMean" or "Sqrt");
    }

    // What models/marshalling carried before there was temporal shift.
    [Fact]
    public void A_network_without_temporal_shift_keeps_its_fingerprint() => Assert.Equal(
        "7364a694d03a94b1ec32e5a46bf2b526001e06f3363eb82a4e3919b68d8e090f",
        SpecHash.Compute(NetworkSpec.Create(Networks.NetworkSpecTests.Description, 14)));

    [Fact]
    public void The_same_weights_give_the_same_bytes_and_others_do_not()
    {
        NetworkSpec spec = SmallNetworks.MobileNet;
        WeightSet weights = RandomWeights.Create(spec, 1);
        WeightSet again = RandomWeights.Create(spec, 1);
        Assert.Equal(OnnxFile.Sha256(StaticGraph.Build(spec, weights)), OnnxFile.Sha256(StaticGraph.Build(spec, again)));
        Assert.Equal(OnnxFile.Sha256(DynamicGraph.Build(spec, new Width(50), weights)), OnnxFile.Sha256(DynamicGraph.Build(spec, new Width(50), again)));
        Assert.Equal(OnnxFile.Sha256(FusionGraph.Build(spec, weights)), OnnxFile.Sha256(FusionGraph.Build(spec, again)));
        Assert.NotEqual(OnnxFile.Sha256(FusionGraph.Build(spec, weights)), OnnxFile.Sha256(FusionGraph.Build(spec, RandomWeights.Create(spec, 2))));
    }

    [Fact]
    public void A_slimmed_convolution_holds_the_leading_channels_with_its_widths_norm_folded_in()
    {
        NetworkSpec spec = SmallNetworks.ResNet18;
        WeightSet weights = RandomWeights.Create(spec, 3);
        GraphProto graph = DynamicGraph.Build(spec, new Width(25), weights).Graph;

        // layer2.0.conv1: 64 to 128 channels, 3x3; at a quarter 16 to 32. One number computed by hand: output 5, input 7, row 1, column 2.
        (IReadOnlyList<long> shape, float[] values) = graph.Initializer("layer2.0.conv1.weight");
        Assert.Equal([32L, 16, 3, 3], shape);
        double gain = weights["dynamic.layer2.0.bn1.weight"].Values[5] / Math.Sqrt(weights["dynamic.layer2.0.bn1.w025.running_var"].Values[5] + 1e-5);
        double full = weights["dynamic.layer2.0.conv1.weight"].Values[(((((5 * 64) + 7) * 3) + 1) * 3) + 2];
        Assert.Equal((float)(full * gain), values[(((((5 * 16) + 7) * 3) + 1) * 3) + 2]);

        double bias = weights["dynamic.layer2.0.bn1.bias"].Values[5] - (weights["dynamic.layer2.0.bn1.w025.running_mean"].Values[5] * gain);
        Assert.Equal((float)bias, graph.Initializer("layer2.0.conv1.bias").Values[5]);
        Assert.DoesNotContain(graph.Node, node => node.OpType == "BatchNormalization");
    }

    [Fact]
    public void Stride_two_pads_as_the_pretrained_weights_want_it()
    {
        NetworkSpec spec = SmallNetworks.MobileNet;
        GraphProto graph = StaticGraph.Build(spec, RandomWeights.Create(spec, 1)).Graph;
        AttributeProto pads = graph.Node.Single(n => n.Name == "features.0.0").Attribute.Single(a => a.Name == "pads");
        Assert.Equal([0L, 0, 1, 1], pads.Ints); // an even size: only bottom and right
    }

    [Fact]
    public void All_graphs_of_a_network_carry_its_fingerprint_and_another_network_has_another()
    {
        NetworkSpec spec = SmallNetworks.MobileNet;
        WeightSet weights = RandomWeights.Create(spec, 1);
        string?[] hashes = [StaticGraph.Build(spec, weights).Metadata("spec"), DynamicGraph.Build(spec, Width.Full, weights).Metadata("spec"), FusionGraph.Build(spec, weights).Metadata("spec")];
        Assert.Single(hashes.Distinct());
        Assert.Equal(SpecHash.Compute(spec), hashes[0]);
        Assert.NotEqual(SpecHash.Compute(SmallNetworks.ResNet18), hashes[0]);
    }

    [Fact]
    public void Weights_of_another_network_are_refused_by_name_and_shape()
    {
        WeightSet weights = RandomWeights.Create(SmallNetworks.ResNet18, 1);
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => DynamicGraph.Build(SmallNetworks.MobileNet, Width.Full, weights));
        Assert.Contains("dynamic.features.0.0.weight is missing", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Skip_has_no_graph()
    {
        NetworkSpec spec = SmallNetworks.MobileNet;
        Assert.Throws<ArgumentException>(() => DynamicGraph.Build(spec, Width.Skip, new WeightSet()));
    }
}
