using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Weights;
using SdCom.Edge.Onnx.Format;
using SdCom.Edge.Onnx.Graphs;
using SdCom.Edge.Onnx.Quantising;
using SdCom.Edge.Tests;
using static SdCom.Edge.Onnx.Format.TensorProto.Types;

namespace SdCom.Edge.Core.Tests.Onnx.Quantising;

public class HalfRewriterTests
{
    [Theory]
    [InlineData("mobilenetv2")]
    [InlineData("resnet")]
    [InlineData("both-shift")]
    [InlineData("standardised")]
    public void The_trunk_is_float16_between_two_borders_and_all_else_float32(string net)
    {
        NetworkSpec spec = SmallNetworks.Named(net);
        WeightSet weights = RandomWeights.Create(spec, 1);
        foreach (ModelProto model in (ModelProto[])[StaticGraph.Build(spec, weights), DynamicGraph.Build(spec, new Width(25), weights)])
        {
            ModelProto rewritten = HalfRewriter.Rewrite(model);
            GraphProto graph = rewritten.Graph;
            Dictionary<string, DataType> types = Types(graph);
            Assert.All(graph.Node.Where(node => node.OpType == "Conv"), conv => Assert.All(conv.Input, input => Assert.Equal(DataType.Float16, types[input])));
            Assert.All(graph.Node.Where(node => node.OpType is "Gemm" or "Sigmoid" or "Tanh" or "Mul" or "Div" or "ReduceMean"), node => Assert.Equal(DataType.Float, types[node.Output[0]]));
            Assert.All(graph.Node.Where(node => node.OpType is "Add" or "Concat"), node => Assert.Single(node.Input.Select(input => types[input]).Distinct()));
            Assert.Equal(model.Graph.Input, graph.Input);
            Assert.Equal(model.Graph.Output, graph.Output);
            Assert.All(graph.Output, output => Assert.Equal(DataType.Float, types[output.Name]));
            // The picture's own cast, one into the trunk, one out of it; the shift state adds one each way for itself or for each of its blocks.
            int casts = graph.Node.Count(node => node.OpType == "Cast");
            Assert.True(spec.Static.Shifts() || spec.Dynamic.Shifts() ? casts is >= 3 and < 30 : casts == 3, $"{casts} casts");
            Assert.InRange((double)rewritten.CalculateSize() / model.CalculateSize(), 0.5, 0.95);
            Assert.Contains(rewritten.MetadataProps, entry => entry is { Key: "precision", Value: "fp16" });
        }
    }

    [Fact]
    public void Filters_are_the_float32_ones_rounded_to_nearest()
    {
        NetworkSpec spec = SmallNetworks.MobileNet;
        ModelProto model = DynamicGraph.Build(spec, new Width(25), RandomWeights.Create(spec, 1));
        GraphProto half = HalfRewriter.Rewrite(model).Graph;
        TensorProto filter = model.Graph.Initializer.First(tensor => tensor.Dims.Count == 4);
        ReadOnlySpan<byte> exact = filter.RawData.Span, rounded = half.Initializer.Single(tensor => tensor.Name == filter.Name + ".half").RawData.Span;
        Assert.Equal(exact.Length, 2 * rounded.Length);
        for (int i = 0; i < rounded.Length / 2; i++)
        {
            float before = BitConverter.ToSingle(exact[(4 * i)..]);
            Assert.Equal(before, (float)BitConverter.ToHalf(rounded[(2 * i)..]), Math.Max(Math.Abs(before) / 2048, 6e-8)); // 11 bits; the smallest step is 2^-24
        }
    }

    [Fact]
    public void The_model_is_not_changed_and_the_same_bytes_come_out()
    {
        NetworkSpec spec = SmallNetworks.BothShift;
        ModelProto model = StaticGraph.Build(spec, RandomWeights.Create(spec, 1)), copy = model.Clone();
        Assert.Equal(HalfRewriter.Rewrite(model), HalfRewriter.Rewrite(model));
        Assert.Equal(copy, model);
    }

    [Fact]
    public void A_weight_that_float16_cannot_hold_is_refused_by_name()
    {
        NetworkSpec spec = SmallNetworks.MobileNet;
        ModelProto model = DynamicGraph.Build(spec, new Width(25), RandomWeights.Create(spec, 1));
        TensorProto filter = model.Graph.Initializer.First(tensor => tensor.Dims.Count == 4);
        byte[] bytes = filter.RawData.ToByteArray();
        BitConverter.TryWriteBytes(bytes, 70000f);
        filter.RawData = Google.Protobuf.ByteString.CopyFrom(bytes);
        string message = Assert.Throws<InvalidDataException>(() => HalfRewriter.Rewrite(model)).Message;
        Assert.StartsWith($"{filter.Name} holds 70000, and float16 ends at 65504", message, StringComparison.Ordinal);
    }

    // Of every value: what its inputs, initializers and casts make it.
    private static Dictionary<string, DataType> Types(GraphProto graph)
    {
        Dictionary<string, DataType> types = graph.Input.ToDictionary(input => input.Name, input => (DataType)input.Type.TensorType.ElemType);
        foreach (TensorProto tensor in graph.Initializer)
            types[tensor.Name] = (DataType)tensor.DataType;
        foreach (NodeProto node in graph.Node)
        {
            DataType type = node.OpType == "Cast" ? (DataType)node.Attribute.Single(attribute => attribute.Name == "to").I : types[node.Input[0]];
            foreach (string output in node.Output)
                types[output] = type;
        }

        return types;
    }
}
