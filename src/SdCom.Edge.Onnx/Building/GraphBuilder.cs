using System.Runtime.InteropServices;
using Google.Protobuf;
using SdCom.Edge.Onnx.Format;
using static SdCom.Edge.Onnx.Format.AttributeProto.Types;
using static SdCom.Edge.Onnx.Format.TensorProto.Types;

namespace SdCom.Edge.Onnx;

/// <summary>
/// Builds an ONNX model node by node: inputs, then nodes in running order, then outputs. Batch 1 and all shapes fixed.
/// The same calls give the same bytes.
/// </summary>
public sealed partial class GraphBuilder
{
    /// <summary>The operator set whose definitions the nodes follow.</summary>
    public const int OperatorSet = 17;

    /// <summary>The version of the file format.</summary>
    public const int IrVersion = 8;

    private readonly ModelProto model;
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly Dictionary<float, Value> scalars = [];

    /// <summary>Starts a model whose graph has this name.</summary>
    public GraphBuilder(string name)
    {
        model = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "SdCom.Edge",
            ProducerVersion = typeof(GraphBuilder).Assembly.GetName().Version!.ToString(3),
            Graph = new GraphProto { Name = name },
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = OperatorSet });
    }

    /// <summary>Adds free text about the model; ONNX Runtime shows it as custom metadata.</summary>
    public void Metadata(string key, string value) => model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });

    /// <summary>Adds an input of the graph.</summary>
    public Value Input(string name, DataType type, params ReadOnlySpan<int> shape)
    {
        model.Graph.Input.Add(Describe(Unique(name), type, shape));
        return new Value(name);
    }

    /// <summary>Makes a float32 value an output of the graph. Its name was given when its node was added.</summary>
    public void Output(Value value, params ReadOnlySpan<int> shape) =>
        model.Graph.Output.Add(Describe(value.Name, DataType.Float, shape));

    /// <summary>Adds learned numbers, row-major.</summary>
    public Value Initializer(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values) =>
        Initializer(name, DataType.Float, shape, MemoryMarshal.AsBytes(values));

    /// <summary>The finished model; the builder is spent.</summary>
    public ModelProto Build() => model;

    private Value Integers(string name, params ReadOnlySpan<long> values) =>
        Initializer(name, DataType.Int64, [values.Length], MemoryMarshal.AsBytes(values));

    private Value Scalar(float value)
    {
        if (!scalars.TryGetValue(value, out Value constant))
            scalars[value] = constant = Initializer($"constant_{scalars.Count}", [], [value]);
        return constant;
    }

    private Value Initializer(string name, DataType type, ReadOnlySpan<int> shape, ReadOnlySpan<byte> littleEndian)
    {
        TensorProto tensor = new() { Name = Unique(name), DataType = (int)type, RawData = ByteString.CopyFrom(littleEndian) };
        foreach (int n in shape)
            tensor.Dims.Add(n);
        model.Graph.Initializer.Add(tensor);
        return new Value(name);
    }

    private Value Node(string operation, string? name, ReadOnlySpan<Value> inputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        NodeProto node = Add(operation, Unique(name ?? $"{operation}_{model.Graph.Node.Count}"), inputs, attributes);
        node.Output.Add(node.Name);
        return new Value(node.Name);
    }

    private NodeProto Add(string operation, string name, ReadOnlySpan<Value> inputs, ReadOnlySpan<AttributeProto> attributes)
    {
        NodeProto node = new() { OpType = operation, Name = name };
        foreach (Value input in inputs)
        {
            if (!names.Contains(input.Name))
                throw new ArgumentException($"{operation} {name} reads {input.Name}, which this graph does not have.");
            node.Input.Add(input.Name);
        }

        node.Attribute.AddRange(attributes.ToArray());
        model.Graph.Node.Add(node);
        return node;
    }

    private string Unique(string name) => names.Add(name) ? name : throw new ArgumentException($"The graph has a value {name} already.", nameof(name));

    private static AttributeProto Attribute(string name, long value) => new() { Name = name, Type = AttributeType.Int, I = value };

    private static AttributeProto Attribute(string name, float value) => new() { Name = name, Type = AttributeType.Float, F = value };

    private static AttributeProto Attribute(string name, params ReadOnlySpan<long> values)
    {
        AttributeProto attribute = new() { Name = name, Type = AttributeType.Ints };
        foreach (long value in values)
            attribute.Ints.Add(value);
        return attribute;
    }

    private static ValueInfoProto Describe(string name, DataType type, ReadOnlySpan<int> shape)
    {
        TensorShapeProto dimensions = new();
        foreach (int n in shape)
            dimensions.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = n });
        TypeProto.Types.Tensor tensor = new() { ElemType = (int)type, Shape = dimensions };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }
}
