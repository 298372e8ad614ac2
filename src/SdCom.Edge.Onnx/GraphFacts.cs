using System.Runtime.InteropServices;
using SdCom.Edge.Onnx.Format;

namespace SdCom.Edge.Onnx;

/// <summary>What a check wants to know of a graph.</summary>
public static class GraphFacts
{
    /// <summary>A value in words, such as <c>uint8 image [1, 128, 128, 3]</c>.</summary>
    public static string Describe(this ValueInfoProto value)
    {
        TypeProto.Types.Tensor tensor = value.Type.TensorType;
        return $"{((TensorProto.Types.DataType)tensor.ElemType).ToString().ToLowerInvariant()} {value.Name} [{string.Join(", ", tensor.Shape.Dim.Select(d => d.DimValue))}]";
    }

    /// <summary>The shape and numbers of a float32 initializer.</summary>
    /// <exception cref="InvalidDataException">There is no such initializer, or it is of another type.</exception>
    public static (IReadOnlyList<long> Shape, float[] Values) Initializer(this GraphProto graph, string name)
    {
        TensorProto tensor = graph.Initializer.FirstOrDefault(t => t.Name == name)
            ?? throw new InvalidDataException($"graph {graph.Name}: there is no initializer {name}.");
        if (tensor.DataType != (int)TensorProto.Types.DataType.Float)
            throw new InvalidDataException($"graph {graph.Name}: initializer {name} must be float32, got type {tensor.DataType}.");
        float[] values = tensor.HasRawData ? MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray() : [.. tensor.FloatData];
        return (tensor.Dims, values);
    }

    /// <summary>The text of a metadata entry, or null.</summary>
    public static string? Metadata(this ModelProto model, string key) => model.MetadataProps.FirstOrDefault(entry => entry.Key == key)?.Value;
}
