using SdCom.Edge.Onnx.Format;

namespace SdCom.Edge.Onnx.Quantising;

/// <summary>Answers who made a value of a graph and who reads it.</summary>
internal sealed class GraphLookup
{
    private readonly GraphProto graph;
    private readonly Dictionary<string, NodeProto> makers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<NodeProto>> readers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorProto> initializers;
    private readonly HashSet<string> outputs;

    public GraphLookup(GraphProto graph)
    {
        this.graph = graph;
        initializers = graph.Initializer.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        outputs = new HashSet<string>(graph.Output.Select(output => output.Name), StringComparer.Ordinal);
        foreach (NodeProto node in graph.Node)
        {
            foreach (string output in node.Output)
                makers[output] = node;
            foreach (string input in node.Input)
            {
                if (!readers.TryGetValue(input, out List<NodeProto>? list))
                    readers[input] = list = [];
                list.Add(node);
            }
        }
    }

    /// <summary>The node that makes a value, or null.</summary>
    public NodeProto? Maker(string value) => makers.GetValueOrDefault(value);

    /// <summary>The node that makes a value, if it is of that operation; else null.</summary>
    public NodeProto? Maker(string value, string operation) => makers.TryGetValue(value, out NodeProto? node) && node.OpType == operation ? node : null;

    /// <summary>The shape of the graph's input of that name; null when there is none.</summary>
    public long[]? InputShape(string name) => graph.Input.FirstOrDefault(input => input.Name == name)?.Type.TensorType.Shape.Dim.Select(dim => dim.DimValue).ToArray();

    /// <summary>The stored tensor of that name, or null.</summary>
    public TensorProto? Stored(string name) => initializers.GetValueOrDefault(name);

    /// <summary>The numbers of a stored float tensor; null when the value is none.</summary>
    public float[]? Floats(string name) => initializers.ContainsKey(name) ? graph.Initializer(name).Values : null;

    /// <summary>The stored float number of that name, or null.</summary>
    public float? Number(string name) => Floats(name) is [float number] ? number : null;

    /// <summary>Whether a value is no output and every node that reads it passes a test.</summary>
    public bool OnlyFeeds(string value, Func<NodeProto, bool> test) =>
        !outputs.Contains(value) && readers.TryGetValue(value, out List<NodeProto>? list) && list.TrueForAll(node => test(node));

    /// <summary>
    /// The ReLU or clip to 0 and more that alone reads a value, with its upper end: rounding to bytes from 0 does the same, so that node can go.
    /// </summary>
    public (NodeProto Node, float High)? Activation(string value)
    {
        if (outputs.Contains(value) || !readers.TryGetValue(value, out List<NodeProto>? list) || list.Count != 1)
            return null;
        return list[0] switch
        {
            { OpType: "Relu" } relu => (relu, float.PositiveInfinity),
            { OpType: "Clip" } clip when clip.Input[0] == value && clip.Input.Count == 3 && Number(clip.Input[1]) == 0 && Number(clip.Input[2]) is { } high => (clip, high),
            _ => null,
        };
    }
}
