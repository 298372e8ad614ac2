using SdCom.Edge.Core.Networks;

namespace SdCom.Edge.Onnx.Graphs;

/// <summary>What all our graphs say of themselves.</summary>
internal static class GraphStart
{
    public static GraphBuilder Create(string part, NetworkSpec spec)
    {
        GraphBuilder graph = new(part);
        graph.Metadata("part", part);
        graph.Metadata("spec", SpecHash.Compute(spec));
        return graph;
    }
}
