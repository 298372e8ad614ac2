using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Weights;
using SdCom.Edge.Onnx.Format;

namespace SdCom.Edge.Onnx.Graphs;

/// <summary>The dynamic net at one width as a plain net: image in, supplementary feature [1, FeatureAt(width)] out; with temporal shift also the shift state, of the same length at every width, in and out.</summary>
public static class DynamicGraph
{
    /// <summary>Writes the graph with the weights sliced to a width that is not skip.</summary>
    /// <exception cref="InvalidDataException">A weight is missing or shaped for another network.</exception>
    public static ModelProto Build(NetworkSpec spec, Width width, WeightSet weights)
    {
        if (width.IsSkip || !spec.Widths.Contains(width))
            throw new ArgumentException($"width must be one of {string.Join(", ", spec.Widths.NonZero)}, got {width}.", nameof(width));
        GraphBuilder graph = GraphStart.Create($"dynamic-{width.FileTag}", spec);
        graph.Metadata("width", width.ToString());
        TrunkWriter trunk = new(graph, spec.Dynamic, width, weights, "dynamic", statisticsPerWidth: true);
        Value picture = PictureWriter.Write(graph, spec);
        ShiftWriter? shift = ShiftWriter.Create(graph, spec.Dynamic, width, spec.InputSize);
        Value feature = trunk.Write(picture, spec.InputSize, TensorNames.Supplementary, shift);
        graph.Output(feature, 1, spec.Dynamic.FeatureAt(width));
        shift?.Finish();
        return graph.Build();
    }
}
