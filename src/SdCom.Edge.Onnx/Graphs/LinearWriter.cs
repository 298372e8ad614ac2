using SdCom.Edge.Core.Weights;

namespace SdCom.Edge.Onnx.Graphs;

/// <summary>Writes linear layers by the name of their weights.</summary>
internal sealed class LinearWriter(GraphBuilder graph, WeightSet weights)
{
    /// <summary>y = W x + b with W = <c>layer.weight</c> [outputs, inputs] and b = <c>layer.bias</c>; a suffix follows both names, as in PyTorch's recurrent layers.</summary>
    public Value Write(string layer, Value x, int inputs, int outputs, string? name = null, string suffix = "")
    {
        string weight = $"{layer}.weight{suffix}";
        string bias = $"{layer}.bias{suffix}";
        return graph.Linear(
            x,
            graph.Initializer(weight, [outputs, inputs], weights.Get(weight, outputs, inputs)),
            graph.Initializer(bias, [outputs], weights.Get(bias, outputs)),
            name ?? $"{layer}{suffix}");
    }
}
