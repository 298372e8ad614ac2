using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Packages;
using static SdCom.Edge.Onnx.Format.TensorProto.Types;

namespace SdCom.Edge.Onnx.Graphs;

/// <summary>The picture as the runtime gives it and as the trunks want it.</summary>
internal static class PictureInput
{
    /// <summary>Adds the input, uint8 [1, S, S, 3], and its way to [1, 3, S, S] with values x / 127.5 - 1.</summary>
    public static Value Write(GraphBuilder graph, NetworkSpec spec)
    {
        Value bytes = graph.Input(TensorNames.Image, DataType.Uint8, 1, spec.InputSize, spec.InputSize, 3);
        Value planes = graph.Transpose(bytes, [0, 3, 1, 2], "planes");
        return graph.Sub(graph.Div(graph.Cast(planes, DataType.Float), 127.5f), 1, "picture");
    }
}
