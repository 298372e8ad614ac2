using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Weights;
using SdCom.Edge.Onnx.Format;
using static SdCom.Edge.Onnx.Format.TensorProto.Types;

namespace SdCom.Edge.Onnx.Graphs;

/// <summary>The fusion of <see cref="FusionSpec"/>: both features and the window in; logits and the next window out.</summary>
public static class FusionGraph
{
    // PyTorch's default for a layer norm.
    private const float NormEpsilon = 1e-5f;

    /// <summary>Writes the graph.</summary>
    /// <exception cref="InvalidDataException">A weight is missing or shaped for another network.</exception>
    /// <exception cref="ArgumentException">The network pools as published.</exception>
    public static ModelProto Build(NetworkSpec spec, WeightSet weights)
    {
        if (spec.PoolsPrefixes)
            throw new ArgumentException("network.pooling runningMaximum is to compare with only; it has no graph.", nameof(spec));
        FusionSpec fusion = spec.Fusion;
        int hidden = fusion.Hidden;
        int segments = fusion.Segments;
        GraphBuilder graph = GraphStart.Create("fusion", spec);
        LinearWriter linear = new(graph, weights);
        Value primary = graph.Input(TensorNames.Primary, DataType.Float, 1, fusion.Primary);
        Value supplementary = graph.Input(TensorNames.Supplementary, DataType.Float, 1, fusion.Supplementary);
        Value window = graph.Input(TensorNames.Window, DataType.Float, 1, segments, hidden);

        // z of this frame, [1, hidden].
        Value mixed = linear.Write("fusion.mix", graph.Concat(1, [primary, supplementary]), fusion.Primary + fusion.Supplementary, hidden);
        Value scale = graph.Initializer("fusion.norm.weight", [hidden], weights.Get("fusion.norm.weight", hidden));
        Value shift = graph.Initializer("fusion.norm.bias", [hidden], weights.Get("fusion.norm.bias", hidden));
        Value newest = graph.Relu(graph.LayerNormalization(mixed, scale, shift, NormEpsilon, "fusion.norm"));

        // The oldest frame leaves, this one enters. As rows [segments, hidden] the window is one batch of a linear layer.
        Value rows = segments == 1
            ? newest
            : graph.Concat(0, [graph.Slice(graph.Reshape(window, [segments, hidden]), axis: 0, start: 1, end: segments), newest], "window.rows");
        // The frame before each; the oldest stands before itself, so that its difference is zero.
        Value before = segments == 1
            ? rows
            : graph.Concat(0, [graph.Slice(rows, axis: 0, start: 0, end: 1), graph.Slice(rows, axis: 0, start: 0, end: segments - 1)], "window.before");
        Value moved = graph.Sub(rows, before, "window.moved");

        Value motion = graph.Relu(linear.Write("fusion.motion", graph.Concat(1, [rows, moved]), 2 * hidden, hidden));
        Value pooled = graph.Concat(1, [graph.ReduceMax(motion, axis: 0), graph.ReduceMean(motion, axis: 0)], "pooled");
        Value logits = linear.Write("fusion.classify", pooled, 2 * hidden, fusion.Classes, TensorNames.Logits);

        graph.Output(logits, 1, fusion.Classes);
        graph.Output(graph.Reshape(rows, [1, segments, hidden], TensorNames.WindowOut), 1, segments, hidden);
        return graph.Build();
    }
}
