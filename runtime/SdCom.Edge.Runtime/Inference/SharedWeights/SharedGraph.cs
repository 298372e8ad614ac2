using Microsoft.ML.OnnxRuntime;

namespace SdCom.Edge.Runtime.Inference.SharedWeights;

/// <summary>
/// One width's graph, written anew so that its large convolutions read the store: y = f(W x + b + residual) becomes y = f(W1 x1 + W2 x2 + ... + b + residual)
/// over the columns of the shared filter, each convolution adding to the one before; at a narrower width the sum is scaled, channel by channel, before bias,
/// residual and activation f, which costs one more pass over the result. Everything else is copied as the engine wrote it. Weights are inputs of the graph, not
/// initializers, since an engine may copy an initializer.
/// </summary>
internal sealed class SharedGraph(StoredGraph source)
{
    private readonly WireWriter graph = new();
    private readonly List<(string Name, OrtValue Value)> weights = [];
    private readonly Dictionary<string, string[]> pieces = new(StringComparer.Ordinal);
    private readonly HashSet<string> unused = new(StringComparer.Ordinal);

    /// <summary>The shared weights that the graph has as inputs.</summary>
    public IReadOnlyList<(string Name, OrtValue Value)> Weights => weights;

    /// <summary>Writes the graph.</summary>
    /// <param name="filters">Shared filters by the names of their nodes.</param>
    /// <param name="scales">Of a narrower width: each shared node's scale of every output channel; null at full width.</param>
    public byte[] Write(IReadOnlyDictionary<string, SharedFilter> filters, IReadOnlyDictionary<string, float[]>? scales)
    {
        foreach (GraphNode node in source.Nodes)
        {
            if (!filters.TryGetValue(node.Name, out SharedFilter? filter))
                graph.Bytes(OnnxFields.GraphNode, node.Message);
            else if (scales is null)
                Convolve(node, filter, node.Input(2), node.Input(3), node.Outputs[0], activate: true);
            else if (scales.TryGetValue(node.Name, out float[]? scale))
                Scale(node, Convolve(node, filter, "", "", $"{node.Name}.sum", activate: false), scale);
            else
                graph.Bytes(OnnxFields.GraphNode, node.Message);
        }

        return Finish();
    }

    // The sum over all columns; what the last adds to it, and whether the activation follows, is for the caller to say.
    private string Convolve(GraphNode node, SharedFilter filter, string bias, string residual, string output, bool activate)
    {
        StoredTensor own = source.Tensors[node.Inputs[1]];
        unused.Add(node.Inputs[1]);
        int columns = filter.ColumnsOf(own.Shape[1]);
        string[] inputs = Cut(node, filter, columns);
        string sum = residual;
        for (int i = 0; i < columns; i++)
        {
            bool last = i == columns - 1;
            string name = last ? $"{node.Name}.last" : $"{node.Name}.column{i}";
            string weight = $"{node.Name}.weights{i}";
            long[] shape = filter.ShapeOf(i, own.Shape[0]);
            graph.Message(OnnxFields.GraphInput, GraphValues.FloatInput(weight, shape));
            weights.Add((weight, filter.Lend(i, own.Shape[0])));
            WireWriter convolution = GraphValues.Node(BlockedLayout.Domain, "Conv", name, [inputs[i], weight, last ? bias : "", sum], last ? output : name);
            foreach (byte[] attribute in node.Attributes(attribute => (last && activate) || !IsActivation(attribute)))
                convolution.Records(attribute);
            graph.Message(OnnxFields.GraphNode, convolution);
            sum = name;
        }

        return output;
    }

    // A depthwise 1 x 1 convolution, as the engine itself makes one of a batch norm.
    private void Scale(GraphNode node, string sum, float[] scale)
    {
        string name = $"{node.Name}.scaled", numbers = $"{node.Name}.scales";
        graph.Message(OnnxFields.GraphInitializer, GraphValues.Tensor<float>(numbers, OnnxFields.Float, [scale.Length, 1, 1, 1], scale));
        WireWriter scaling = GraphValues.Node(BlockedLayout.Domain, "Conv", name, [sum, numbers, node.Input(2), node.Input(3)], node.Outputs[0])
            .Attribute("group", scale.Length).Attribute("kernel_shape", 1, 1).Attribute("strides", 1, 1).Attribute("pads", 0, 0, 0, 0);
        foreach (byte[] attribute in node.Attributes(IsActivation))
            scaling.Records(attribute);
        graph.Message(OnnxFields.GraphNode, scaling);
    }

    // Channels of whole blocks lie together in the blocked layout, so cutting it is cutting its second axis. Convolutions of the same value share the pieces.
    private string[] Cut(GraphNode node, SharedFilter filter, int columns)
    {
        string value = node.Inputs[0];
        if (columns == 1)
            return [value];
        string key = $"{value} to {string.Join(", ", filter.Ends[..columns])}";
        if (pieces.TryGetValue(key, out string[]? cut))
            return cut;
        cut = [.. Enumerable.Range(0, columns).Select(i => $"{node.Name}.inputs{i}")];
        string lengths = $"{node.Name}.lengths";
        graph.Message(OnnxFields.GraphInitializer, GraphValues.Tensor<long>(lengths, OnnxFields.Int64, [columns], [.. Enumerable.Range(0, columns).Select(i => (long)filter.InputsOf(i))]));
        graph.Message(OnnxFields.GraphNode, GraphValues.Node("", "Split", $"{node.Name}.cut", [value, lengths], cut).Attribute("axis", 1));
        pieces[key] = cut;
        return cut;
    }

    private byte[] Finish()
    {
        WireWriter model = new();
        WireReader read = new(source.Message);
        while (read.Next())
        {
            if (read.Field == OnnxFields.ModelGraph)
                CopyRest(read.Bytes);
            else
                model.Records(read.Record);
        }

        return model.Message(OnnxFields.ModelGraph, graph).Written.ToArray();
    }

    // All but the nodes, which are written, and the filters that the store has.
    private void CopyRest(ReadOnlySpan<byte> message)
    {
        WireReader read = new(message);
        while (read.Next())
        {
            if (read.Field != OnnxFields.GraphNode && !(read.Field == OnnxFields.GraphInitializer && unused.Contains(StoredGraph.NameOf(read.Bytes))))
                graph.Records(read.Record);
        }
    }

    private static bool IsActivation(string attribute) => attribute.StartsWith("activation", StringComparison.Ordinal);
}
