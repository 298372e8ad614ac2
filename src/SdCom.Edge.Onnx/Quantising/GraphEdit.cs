using System.Runtime.InteropServices;
using Google.Protobuf;
using SdCom.Edge.Onnx.Format;
using static SdCom.Edge.Onnx.Format.TensorProto.Types;

namespace SdCom.Edge.Onnx.Quantising;

/// <summary>A graph that is written anew from another: what it takes over, and what is put between.</summary>
internal sealed class GraphEdit
{
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    /// <summary>Begins with the inputs, outputs and name of a graph, and none of its nodes.</summary>
    public GraphEdit(GraphProto source)
    {
        Graph = new GraphProto { Name = source.Name };
        Graph.Input.AddRange(source.Input);
        Graph.Output.AddRange(source.Output);
    }

    public GraphProto Graph { get; }

    /// <summary>Takes an initializer over as it is; a second time does nothing.</summary>
    public void Keep(TensorProto tensor)
    {
        if (taken.Add(tensor.Name))
            Graph.Initializer.Add(tensor);
    }

    /// <summary>Whether a node makes that value already.</summary>
    public bool Makes(string value) => Graph.Node.Any(node => node.Output.Contains(value));

    /// <summary>Adds numbers and returns their name; numbers of that name that are there already stay.</summary>
    public string Numbers<T>(string name, DataType type, IEnumerable<long> shape, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (!taken.Add(name))
            return name;
        TensorProto tensor = new() { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values)) };
        tensor.Dims.AddRange(shape);
        Graph.Initializer.Add(tensor);
        return name;
    }

    /// <summary>Adds a node with one output, which has the node's name, and returns it.</summary>
    public string Node(string operation, string name, params ReadOnlySpan<string> inputs)
    {
        NodeProto node = new() { OpType = operation, Name = name };
        node.Input.AddRange(inputs.ToArray());
        node.Output.Add(name);
        Graph.Node.Add(node);
        return name;
    }

    /// <summary>Adds a change of the order of a value's axes and returns its name.</summary>
    public string Transpose(string name, string input, params ReadOnlySpan<long> order)
    {
        Node("Transpose", name, input);
        Graph.Node[^1].Attribute.Add(ConvShape.Ints("perm", order));
        return name;
    }

    /// <summary>Adds the same numbers in another shape and returns their name.</summary>
    public string Reshape(string name, string input, params ReadOnlySpan<long> shape) => Node("Reshape", name, input, Numbers($"{name}.shape", DataType.Int64, [shape.Length], shape));

    /// <summary>Adds a copy of a node with other inputs and one output.</summary>
    public string Copy(NodeProto node, string output, IEnumerable<string> inputs)
    {
        NodeProto copy = node.Clone();
        copy.Name = output;
        copy.Input.Clear();
        copy.Input.AddRange(inputs);
        copy.Output.Clear();
        copy.Output.Add(output);
        Graph.Node.Add(copy);
        return output;
    }

    /// <summary>Drops every node and initializer that no output needs.</summary>
    public void Prune()
    {
        HashSet<string> needed = new(Graph.Output.Select(output => output.Name), StringComparer.Ordinal);
        List<NodeProto> kept = [];
        foreach (NodeProto node in Graph.Node.Reverse())
        {
            if (!node.Output.Any(needed.Contains))
                continue;
            needed.UnionWith(node.Input);
            kept.Add(node);
        }

        kept.Reverse();
        Graph.Node.Clear();
        Graph.Node.AddRange(kept);
        TensorProto[] read = [.. Graph.Initializer.Where(tensor => needed.Contains(tensor.Name))];
        Graph.Initializer.Clear();
        Graph.Initializer.AddRange(read);
    }
}
