using SdCom.Edge.Core;

namespace SdCom.Edge.Runtime.Inference.SharedWeights;

/// <summary>Which convolutions share their filters, and with which widths.</summary>
internal sealed class SharingPlan
{
    /// <summary>
    /// A narrower width's filter of fewer numbers stays its own. Small filters stand in front of large pictures, where one more pass over the result costs more time
    /// than they cost memory: with this limit ResNet-50's widths keep 6 MB of 82 MB apart and take 1.01 to 1.05 of the plain time; without one, 0 MB and up to 1.12.
    /// </summary>
    public const int LeastNumbers = 1 << 16;

    private readonly IReadOnlyDictionary<Width, StoredGraph> graphs;
    private readonly Dictionary<string, List<Width>> sharers = new(StringComparer.Ordinal); // by node, narrower widths only

    public SharingPlan(IReadOnlyDictionary<Width, StoredGraph> graphs, int block)
    {
        this.graphs = graphs;
        foreach (GraphNode full in Convolutions(Width.Full))
        {
            List<Width> widths = [.. graphs.Keys.Where(width => width != Width.Full && FilterOf(width, full.Name) is { } filter && Shares(filter))];
            if (widths.Count == 0)
                continue;
            sharers[full.Name] = widths;
            StoredNumbers += FilterOf(Width.Full, full.Name)!.Bytes / sizeof(float);
            SavedBytes += widths.Sum(width => (long)FilterOf(width, full.Name)!.Bytes);
        }

        bool Shares(StoredTensor filter) => IsBlocked(filter, block) && filter.Bytes >= LeastNumbers * sizeof(float);

        IEnumerable<GraphNode> Convolutions(Width width) => graphs[width].Nodes.Where(node => IsWhole(node) && IsBlocked(graphs[width].Tensors[node.Inputs[1]], block));

        bool IsWhole(GraphNode node) => node is { Operation: "Conv", Domain: BlockedLayout.Domain } && node.Number("group", 1) == 1 && graphs[Width.Full].Tensors.ContainsKey(node.Inputs[1]);
    }

    /// <summary>The nodes with shared filters.</summary>
    public IEnumerable<string> Nodes => sharers.Keys;

    /// <summary>Numbers of all shared filters at full width.</summary>
    public long StoredNumbers { get; }

    /// <summary>What the narrower widths' own copies of them would take.</summary>
    public long SavedBytes { get; }

    /// <summary>The narrower widths that share a node's filter.</summary>
    public IReadOnlyList<Width> SharersOf(string node) => sharers[node];

    /// <summary>Where a node's columns end: at each number of input channels that a width has.</summary>
    public int[] EndsOf(string node) =>
        [.. sharers[node].Append(Width.Full).Select(width => (int)FilterOf(width, node)!.Shape[1]).Distinct().Order()];

    /// <summary>A node's filter at a width; null where that width has no such node.</summary>
    public StoredTensor? FilterOf(Width width, string node) =>
        graphs[width].Nodes.Find(other => other.Name == node) is { Inputs.Count: > 1 } found ? graphs[width].Tensors.GetValueOrDefault(found.Inputs[1]) : null;

    // [outputs, inputs, kernel, kernel], both channels in whole blocks; a convolution of fewer inputs than a block has another layout.
    private static bool IsBlocked(StoredTensor filter, int block) => filter.Shape is [long outputs, long inputs, _, _] && outputs % block == 0 && inputs % block == 0;
}
