using System.Runtime.InteropServices;

namespace SdCom.Edge.Runtime.Inference.SharedWeights;

/// <summary>The small messages that graphs are made of.</summary>
internal static class GraphValues
{
    /// <summary>A ValueInfoProto of a float tensor.</summary>
    public static WireWriter FloatInput(string name, ReadOnlySpan<long> shape)
    {
        WireWriter axes = new();
        foreach (long length in shape)
            axes.Message(OnnxFields.ShapeDimension, new WireWriter().Number(OnnxFields.DimensionValue, length));
        WireWriter tensor = new WireWriter().Number(OnnxFields.TensorElementType, OnnxFields.Float).Message(OnnxFields.TensorTypeShape, axes);
        return new WireWriter().Text(OnnxFields.ValueName, name).Message(OnnxFields.ValueType, new WireWriter().Message(OnnxFields.TypeTensor, tensor));
    }

    /// <summary>A TensorProto.</summary>
    public static WireWriter Tensor<T>(string name, int type, ReadOnlySpan<long> shape, ReadOnlySpan<T> numbers)
        where T : unmanaged
    {
        WireWriter tensor = new();
        foreach (long length in shape)
            tensor.Number(OnnxFields.TensorShape, length);
        return tensor.Number(OnnxFields.TensorType, type).Text(OnnxFields.TensorName, name).Bytes(OnnxFields.TensorRaw, MemoryMarshal.AsBytes(numbers));
    }

    /// <summary>A NodeProto, but for its attributes; inputs that are left out at the end are empty.</summary>
    public static WireWriter Node(string domain, string operation, string name, ReadOnlySpan<string> inputs, params ReadOnlySpan<string> outputs)
    {
        WireWriter node = new();
        foreach (string input in inputs.TrimEnd(""))
            node.Text(OnnxFields.NodeInput, input);
        foreach (string output in outputs)
            node.Text(OnnxFields.NodeOutput, output);
        return node.Text(OnnxFields.NodeName, name).Text(OnnxFields.NodeOperation, operation).Text(OnnxFields.NodeDomain, domain);
    }

    /// <summary>Adds a whole number as an attribute.</summary>
    public static WireWriter Attribute(this WireWriter node, string name, long number) => node.Message(
        OnnxFields.NodeAttribute,
        new WireWriter().Text(OnnxFields.AttributeName, name).Number(OnnxFields.AttributeInteger, number).Number(OnnxFields.AttributeType, OnnxFields.Integer));

    /// <summary>Adds whole numbers as an attribute.</summary>
    public static WireWriter Attribute(this WireWriter node, string name, params ReadOnlySpan<long> numbers)
    {
        WireWriter attribute = new WireWriter().Text(OnnxFields.AttributeName, name);
        foreach (long number in numbers)
            attribute.Number(OnnxFields.AttributeIntegers, number);
        return node.Message(OnnxFields.NodeAttribute, attribute.Number(OnnxFields.AttributeType, OnnxFields.Integers));
    }
}
