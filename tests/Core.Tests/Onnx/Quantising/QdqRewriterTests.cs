using System.Runtime.InteropServices;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Weights;
using SdCom.Edge.Onnx;
using SdCom.Edge.Onnx.Format;
using SdCom.Edge.Onnx.Graphs;
using SdCom.Edge.Onnx.Quantising;
using SdCom.Edge.Tests;
using static SdCom.Edge.Onnx.Format.TensorProto.Types;

namespace SdCom.Edge.Core.Tests.Onnx.Quantising;

public class QdqRewriterTests
{
    [Theory]
    [InlineData("mobilenetv2")]
    [InlineData("resnet")]
    [InlineData("both-shift")]
    [InlineData("standardised")]
    public void Every_convolution_reads_bytes_and_writes_bytes(string net)
    {
        NetworkSpec spec = SmallNetworks.Named(net);
        WeightSet weights = RandomWeights.Create(spec, 1);
        foreach (ModelProto model in (ModelProto[])[StaticGraph.Build(spec, weights), DynamicGraph.Build(spec, new Width(25), weights)])
        {
            GraphProto graph = Rewrite(model).Graph;
            Dictionary<string, NodeProto> makers = graph.Node.SelectMany(node => node.Output.Select(output => (output, node))).ToDictionary(pair => pair.output, pair => pair.node);
            NodeProto[] convolutions = [.. graph.Node.Where(node => node.OpType == "Conv")];
            Assert.Equal(model.Graph.Node.Count(node => node.OpType == "Conv"), convolutions.Length);
            foreach (NodeProto conv in convolutions)
            {
                Assert.All(conv.Input, input => Assert.Equal("DequantizeLinear", makers[input].OpType));
                Assert.Equal("QuantizeLinear", Assert.Single(graph.Node, node => node.Input.Contains(conv.Output[0])).OpType);
                Assert.Equal((int)DataType.Int8, Stored(graph, makers[conv.Input[1]].Input[0]).DataType);
                Assert.Equal((int)DataType.Int32, Stored(graph, makers[conv.Input[2]].Input[0]).DataType);
            }

            // Sums of blocks are sums of bytes; activations are the rounding's own limits.
            Assert.All(graph.Node.Where(node => node.Name.EndsWith(".sum.raw", StringComparison.Ordinal)), sum => Assert.All(sum.Input, input => Assert.Equal("DequantizeLinear", makers[input].OpType)));
            Assert.DoesNotContain(graph.Node, node => node.OpType is "Clip");
            Assert.Equal(model.Graph.Input, graph.Input);
            Assert.Equal(model.Graph.Output, graph.Output);
        }
    }

    [Fact]
    public void A_picture_stays_bytes_all_the_way_to_the_first_convolution()
    {
        NetworkSpec spec = SmallNetworks.MobileNet;
        WeightSet weights = RandomWeights.Create(spec, 1);
        GraphProto look = Rewrite(StaticGraph.Build(spec, weights)).Graph;
        Assert.Equal(["Reshape", "Transpose", "DequantizeLinear"], look.Node.Where(node => node.Input[0].StartsWith("image", StringComparison.Ordinal)).Select(node => node.OpType));
        Assert.DoesNotContain(look.Node, node => node.OpType is "Cast" or "Div" or "AveragePool");
        // The glance's mean over 2 x 2 became part of the 3 x 3 filters, which read two blocks of four pixels in each row.
        Assert.Equal([12L, 6, 2], look.Initializer.First(tensor => tensor.DataType == (int)DataType.Int8 && tensor.Dims.Count == 4).Dims.Skip(1));
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes_and_is_not_changed()
    {
        ModelProto model = DynamicGraph.Build(SmallNetworks.MobileNet, new Width(50), RandomWeights.Create(SmallNetworks.MobileNet, 1));
        ModelProto before = model.Clone();
        Assert.Equal(OnnxFile.Sha256(Rewrite(model)), OnnxFile.Sha256(Rewrite(model)));
        Assert.Equal(before, model);
        Assert.Equal("int8", Rewrite(model).Metadata("precision"));
        Assert.Equal(model.Metadata("spec"), Rewrite(model).Metadata("spec"));
    }

    [Fact]
    public void Weights_take_a_quarter_of_the_space()
    {
        ModelProto model = DynamicGraph.Build(SmallNetworks.ResNet18, new Width(50), RandomWeights.Create(SmallNetworks.ResNet18, 1));
        Assert.InRange((double)Rewrite(model).CalculateSize() / model.CalculateSize(), 0.2, 0.3);
    }

    [Fact]
    public void A_small_graph_by_hand()
    {
        // y = ReLU6(1.27 x + 0.5) for one channel; x has steps of 2.55 / 255 = 0.01.
        GraphBuilder builder = new("small");
        Value x = builder.Input("x", DataType.Float, 1, 1, 2, 2);
        Value conv = builder.Conv(x, builder.Initializer("w", [1, 1, 1, 1], [1.27f]), builder.Initializer("b", [1], [0.5f]), 1, 1, (0, 0), 1, "conv");
        builder.Output(builder.Flatten(builder.Clip(conv, 0, 6, "relu6"), "y"), 1, 4);
        List<string> asked = [];
        GraphProto graph = QdqRewriter.Rewrite(builder.Build(), value =>
        {
            asked.Add(value);
            return new ActivationFacts(value == "x" ? new ValueRange(0, 2.55f) : new ValueRange(-1, 9), []);
        }).Graph;

        Assert.Equal(["relu6", "x"], asked.Distinct().Order());
        Assert.Equal(["QuantizeLinear", "DequantizeLinear", "DequantizeLinear", "DequantizeLinear", "Conv", "QuantizeLinear", "Flatten", "DequantizeLinear"], graph.Node.Select(node => node.OpType));
        Assert.Equal(127, (sbyte)Stored(graph, "w.int8").RawData[0]);
        Assert.Equal(5000, MemoryMarshal.Read<int>(Stored(graph, "b.int32").RawData.Span)); // 0.5 / (0.01 x 0.01)
        Assert.Equal(6f / 255, graph.Initializer("relu6.scale").Values[0], 1e-7f); // not 9: ReLU6 ends there
        Assert.Equal(0, Stored(graph, "relu6.zero").RawData[0]);
    }

    [Fact]
    public void The_gates_layers_are_bytes_until_its_state_takes_over()
    {
        GraphProto graph = Rewrite(StaticGraph.Build(SmallNetworks.MobileNet, RandomWeights.Create(SmallNetworks.MobileNet, 1))).Graph;
        NodeProto Maker(string value) => graph.Node.Single(node => node.Output.Contains(value));
        NodeProto Linear(string weights) => graph.Node.Single(node => node.OpType == "Gemm" && node.Input[1].StartsWith(weights, StringComparison.Ordinal));
        NodeProto encoder = Linear("gate.encoder"), candidate = Linear("gate.gru.weight_ih"), state = Linear("gate.gru.weight_hh");

        Assert.All(encoder.Input.Concat(candidate.Input), input => Assert.Equal("DequantizeLinear", Maker(input).OpType));
        Assert.Equal("QuantizeLinear", Assert.Single(graph.Node, node => node.Input.Contains(encoder.Output[0])).OpType);
        Assert.Equal("Split", Assert.Single(graph.Node, node => node.Input.Contains(candidate.Output[0])).OpType);
        Assert.Equal("gate_state", state.Input[0]);
        Assert.Equal("DequantizeLinear", Maker("primary").OpType); // an output in float32, as it was
        Assert.DoesNotContain(graph.Node, node => node.OpType == "Relu");
    }

    internal static ModelProto Rewrite(ModelProto model) => QdqRewriter.Rewrite(model, _ => new ActivationFacts(new ValueRange(-4, 4), []));

    private static TensorProto Stored(GraphProto graph, string name) => graph.Initializer.Single(tensor => tensor.Name == name);
}
