using SdCom.Edge.Onnx.Format;
using static SdCom.Edge.Onnx.Format.TensorProto.Types;

namespace SdCom.Edge.Onnx.Quantising;

/// <summary>
/// Writes a float32 graph anew with its trunk in float16, for engines that are quick in it: every convolution with its filters, and what only adds, clips or moves
/// their results. A Cast stands at each border. The picture before the first convolution, the gate and the fusion stay float32; inputs and outputs keep names and
/// types.
/// </summary>
public sealed class HalfRewriter
{
    // What stays in float16 once its input is. All else reads float32.
    private static readonly HashSet<string> Followers =
    [
        "Relu", "Clip", "Add", "AveragePool", "MaxPool", "GlobalAveragePool", "Flatten", "Slice", "Concat", "Reshape", "Pad",
    ];

    private readonly GraphLookup source;
    private readonly GraphEdit target;
    private readonly Dictionary<string, string> halves = new(StringComparer.Ordinal); // values that the new graph has in float16, by their names there
    private readonly HashSet<string> floats = new(StringComparer.Ordinal); // values that it has as they were

    private HalfRewriter(GraphProto graph)
    {
        source = new GraphLookup(graph);
        target = new GraphEdit(graph);
        floats.UnionWith(graph.Input.Select(input => input.Name));
    }

    /// <summary>Rewrites a model, which is not changed.</summary>
    /// <exception cref="InvalidDataException">A weight is beyond float16's 65504.</exception>
    public static ModelProto Rewrite(ModelProto model)
    {
        ArgumentNullException.ThrowIfNull(model);
        HalfRewriter rewriter = new(model.Graph);
        foreach (NodeProto node in model.Graph.Node)
            rewriter.Take(node);
        foreach (ValueInfoProto output in model.Graph.Output)
            rewriter.Float(output.Name);
        ModelProto result = model.Clone();
        result.Graph = rewriter.target.Graph;
        result.MetadataProps.Add(new StringStringEntryProto { Key = "precision", Value = "fp16" });
        return result;
    }

    private void Take(NodeProto node)
    {
        if (node.OpType == "Conv" || (Followers.Contains(node.OpType) && node.Input.Any(halves.ContainsKey)))
        {
            string value = node.Output[0];
            halves[value] = target.Copy(node, $"{value}.half", [.. node.Input.Select(Half)]);
            return;
        }

        string[] inputs = [.. node.Input.Select(Float)]; // their casts come before it
        NodeProto copy = node.Clone();
        copy.Input.Clear();
        copy.Input.AddRange(inputs);
        target.Graph.Node.Add(copy);
        floats.UnionWith(copy.Output);
    }

    // A value as the source has it, under its own name.
    private string Float(string value)
    {
        if (source.Stored(value) is { } stored)
            target.Keep(stored);
        else if (floats.Add(value) && halves.TryGetValue(value, out string? half))
            Cast(value, half, DataType.Float);
        return value;
    }

    // The same in float16; whole numbers, such as shapes, stay what they are.
    private string Half(string value)
    {
        if (halves.TryGetValue(value, out string? half))
            return half;
        if (source.Stored(value) is { } stored)
            return (DataType)stored.DataType == DataType.Float ? Stored(stored) : Float(value);
        return halves[value] = Cast($"{value}.half", Float(value), DataType.Float16);
    }

    private string Stored(TensorProto tensor)
    {
        float[] numbers = source.Floats(tensor.Name)!;
        Half[] rounded = [.. numbers.Select(number => (Half)number)];
        int beyond = Array.FindIndex(rounded, number => !System.Half.IsFinite(number));
        return beyond < 0
            ? target.Numbers<Half>($"{tensor.Name}.half", DataType.Float16, tensor.Dims, rounded)
            : throw new InvalidDataException(FormattableString.Invariant($"{tensor.Name} holds {numbers[beyond]}, and float16 ends at 65504; this model stays float32."));
    }

    private string Cast(string name, string value, DataType type)
    {
        target.Node("Cast", name, value);
        target.Graph.Node[^1].Attribute.Add(new AttributeProto { Name = "to", Type = AttributeProto.Types.AttributeType.Int, I = (long)type });
        return name;
    }
}
