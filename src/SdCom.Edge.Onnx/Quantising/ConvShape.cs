using Google.Protobuf.Collections;
using SdCom.Edge.Onnx.Format;

namespace SdCom.Edge.Onnx.Quantising;

/// <summary>A convolution with square windows in one group, as numbers that can be worked on.</summary>
/// <param name="Weights">[outputs, inputs, kernel, kernel].</param>
/// <param name="Inputs">Channels it reads.</param>
/// <param name="Kernel">The window's side.</param>
/// <param name="Stride">Its steps.</param>
/// <param name="Before">Zeros before the first row and column.</param>
/// <param name="After">Zeros after the last.</param>
internal sealed record ConvShape(float[] Weights, int Inputs, int Kernel, int Stride, int Before, int After)
{
    /// <summary>Reads a node's attributes; null when its windows are not square, it has groups or dilations.</summary>
    public static ConvShape? Of(NodeProto node, float[] weights, IReadOnlyList<long> shape)
    {
        if (shape.Count != 4 || shape[2] != shape[3] || node.Attribute.Any(attribute => attribute.Name is not ("kernel_shape" or "strides" or "pads" or "group")))
            return null;
        long[] strides = [.. Numbers(node, "strides") ?? [1, 1]];
        long[] pads = [.. Numbers(node, "pads") ?? [0, 0, 0, 0]];
        return Groups(node) == 1 && strides[0] == strides[1] && pads[0] == pads[1] && pads[2] == pads[3]
            ? new ConvShape(weights, (int)shape[1], (int)shape[2], (int)strides[0], (int)pads[0], (int)pads[2])
            : null;
    }

    /// <summary>Pixels along a side of what it makes.</summary>
    /// <param name="side">Pixels along a side of what it reads.</param>
    public int OutputSide(int side) => ((side + Before + After - Kernel) / Stride) + 1;

    /// <summary>The node with these attributes in the place of its own.</summary>
    public NodeProto Put(NodeProto node) => Put(node, [Kernel, Kernel], [Stride, Stride], [Before, Before, After, After]);

    /// <summary>The node over blocks of a picture's pixels.</summary>
    public NodeProto Put(NodeProto node, PictureBlocks blocks) => Put(node, [Kernel, blocks.Blocks], [Stride, 1], [Before, blocks.Before, After, blocks.After]);

    /// <summary>The groups in which a node convolves.</summary>
    public static long Groups(NodeProto node) => node.Attribute.FirstOrDefault(attribute => attribute.Name == "group")?.I ?? 1;

    /// <summary>An attribute of whole numbers, or null.</summary>
    public static RepeatedField<long>? Numbers(NodeProto node, string name) => node.Attribute.FirstOrDefault(attribute => attribute.Name == name)?.Ints;

    /// <summary>Makes an attribute of whole numbers.</summary>
    public static AttributeProto Ints(string name, params ReadOnlySpan<long> values)
    {
        AttributeProto attribute = new() { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.Add(values.ToArray());
        return attribute;
    }

    private static NodeProto Put(NodeProto node, long[] kernel, long[] strides, long[] pads)
    {
        NodeProto changed = node.Clone();
        changed.Attribute.Clear();
        changed.Attribute.Add([Ints("kernel_shape", kernel), Ints("strides", strides), Ints("pads", pads)]);
        return changed;
    }
}
