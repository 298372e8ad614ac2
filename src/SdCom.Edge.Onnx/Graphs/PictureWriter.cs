using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Packages;
using static SdCom.Edge.Onnx.Format.TensorProto.Types;

namespace SdCom.Edge.Onnx.Graphs;

/// <summary>The picture as the runtime gives it and as the trunks want it.</summary>
internal static class PictureWriter
{
    /// <summary>Adds the input, uint8 [1, S, S, 3], and its way to [1, 3, S, S] with values x / 127.5 - 1, standardised where the network asks for it.</summary>
    public static Value Write(GraphBuilder graph, NetworkSpec spec)
    {
        Value bytes = graph.Input(TensorNames.Image, DataType.Uint8, 1, spec.InputSize, spec.InputSize, 3);
        Value planes = graph.Transpose(bytes, [0, 3, 1, 2], "planes");
        Value picture = graph.Sub(graph.Div(graph.Cast(planes, DataType.Float), 127.5f), 1, "picture");
        return spec.Standardises ? Standardise(graph, picture) : picture;
    }

    // PictureExposure's formula, in the same steps as training's layer. The mean is taken off twice: the first one's rounding, which differs from engine to
    // engine, is large beside a dark picture's deviation and was amplified to 4e-4 of the logits.
    private static Value Standardise(GraphBuilder graph, Value picture)
    {
        Value nearly = graph.Sub(picture, graph.ReduceMean(picture, [1, 2, 3]), "exposure.nearly");
        Value centred = graph.Sub(nearly, graph.ReduceMean(nearly, [1, 2, 3]), "exposure.centred");
        Value deviation = graph.Sqrt(graph.ReduceMean(graph.Mul(centred, centred), [1, 2, 3]), "exposure.deviation");
        return graph.Mul(graph.Div(centred, graph.Max(deviation, PictureExposure.SmallestDeviation)), PictureExposure.Deviation, "exposure.standardised");
    }
}
