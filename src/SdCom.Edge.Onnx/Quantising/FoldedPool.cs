using SdCom.Edge.Onnx.Format;

namespace SdCom.Edge.Onnx.Quantising;

/// <summary>
/// A mean over windows that do not overlap, taken into the convolution that reads it: one over finer pixels with larger steps, every weight spread over its window.
/// Nothing is rounded between them, and integer engines have quick convolutions but slow means.
/// </summary>
/// <param name="Input">What the mean reads.</param>
/// <param name="Factor">The window's side.</param>
internal sealed record FoldedPool(string Input, int Factor)
{
    /// <summary>The fold of a mean that only convolutions read; null when it is none of that kind.</summary>
    public static FoldedPool? Of(NodeProto node, GraphLookup graph)
    {
        if (node.OpType != "AveragePool" || ConvShape.Numbers(node, "kernel_shape") is not [long height, long width] || height != width)
            return null;
        bool plain = ConvShape.Numbers(node, "strides") is [long down, long right] && down == height && right == height
            && node.Attribute.All(attribute => attribute.Name is "kernel_shape" or "strides");
        return plain && graph.OnlyFeeds(node.Output[0], reader => Reads(reader, graph)) ? new FoldedPool(node.Input[0], (int)height) : null;
    }

    /// <summary>The convolution over finer pixels.</summary>
    public ConvShape Apply(ConvShape conv)
    {
        int fine = conv.Kernel * Factor;
        float[] spread = new float[conv.Weights.Length * Factor * Factor];
        for (int i = 0; i < spread.Length; i++)
        {
            (int row, int x) = Math.DivRem(i, fine);
            (int plane, int y) = Math.DivRem(row, fine);
            spread[i] = conv.Weights[(((plane * conv.Kernel) + (y / Factor)) * conv.Kernel) + (x / Factor)] / (Factor * Factor);
        }

        return new ConvShape(spread, conv.Inputs, fine, conv.Stride * Factor, conv.Before * Factor, conv.After * Factor);
    }

    private static bool Reads(NodeProto node, GraphLookup graph) =>
        node.OpType == "Conv" && node.Input.Count == 3 && graph.Floats(node.Input[1]) is { } weights && ConvShape.Of(node, weights, graph.Stored(node.Input[1])!.Dims) is not null;
}
