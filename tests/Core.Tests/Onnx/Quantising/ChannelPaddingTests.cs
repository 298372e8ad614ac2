using SdCom.Edge.Onnx;
using SdCom.Edge.Onnx.Format;
using SdCom.Edge.Onnx.Graphs;
using SdCom.Edge.Onnx.Quantising;
using SdCom.Edge.Tests;

namespace SdCom.Edge.Core.Tests.Onnx.Quantising;

public class ChannelPaddingTests
{
    [Fact]
    public void What_lies_between_convolutions_comes_in_sixteens_and_what_leaves_the_graph_as_it_was()
    {
        ModelProto model = DynamicGraph.Build(SmallNetworks.MobileNet, new Width(25), RandomWeights.Create(SmallNetworks.MobileNet, 1));
        ModelProto before = model.Clone();
        GraphProto padded = ChannelPadding.Apply(model).Graph;
        Assert.Equal(before, model);
        NodeProto[] convolutions = [.. padded.Node.Where(node => node.OpType == "Conv")];
        Assert.All(convolutions[..^1], conv => Assert.Equal(0, padded.Initializer(conv.Input[1]).Shape[0] % 16));
        Assert.Contains(convolutions, conv => model.Graph.Initializer(conv.Input[1]).Shape[0] % 16 != 0);
        Assert.Equal(model.Graph.Initializer(convolutions[^1].Input[1]).Shape[0], padded.Initializer(convolutions[^1].Input[1]).Shape[0]); // its mean is the feature
        Assert.Equal(model.Graph.Output, padded.Output);
    }

    [Fact]
    public void What_was_added_is_zero_and_is_read_by_zeros()
    {
        ModelProto model = StaticGraph.Build(SmallNetworks.MobileNet, RandomWeights.Create(SmallNetworks.MobileNet, 1));
        GraphProto padded = ChannelPadding.Apply(model).Graph;
        foreach (NodeProto conv in padded.Node.Where(node => node.OpType == "Conv"))
        {
            (IReadOnlyList<long> was, float[] weights) = model.Graph.Initializer(conv.Input[1]);
            (IReadOnlyList<long> shape, float[] wide) = padded.Initializer(conv.Input[1]);
            long window = shape[2] * shape[3];
            for (int i = 0; i < wide.Length; i++)
            {
                (long output, long rest) = Math.DivRem(i, shape[1] * window);
                (long input, long place) = Math.DivRem(rest, window);
                Assert.Equal(output < was[0] && input < was[1] ? weights[(((output * was[1]) + input) * window) + place] : 0, wide[i]);
            }

            Assert.All(padded.Initializer(conv.Input[2]).Values.Skip((int)was[0]), bias => Assert.Equal(0, bias));
        }
    }
}
