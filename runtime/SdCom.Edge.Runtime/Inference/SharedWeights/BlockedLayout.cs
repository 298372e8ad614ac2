using Microsoft.ML.OnnxRuntime;

namespace SdCom.Edge.Runtime.Inference.SharedWeights;

/// <summary>The layout [N, C / B, H, W, B] that ONNX Runtime's fast convolutions work in, as it is on this processor.</summary>
internal static class BlockedLayout
{
    /// <summary>The domain of the operators that work in it.</summary>
    public const string Domain = "com.microsoft.nchwc";

    private const int Channels = 4; // what reordering takes at least

    /// <summary>B, by asking the engine: 16 with AVX-512, 8 with AVX2; null where it has no such convolutions, or is told not to use them.</summary>
    public static int? Block(Engine engine)
    {
        try
        {
            using InferenceSession session = engine.LoadOptimised(Reordering(), "the blocked layout");
            float[] few = new float[Channels];
            using RunOptions options = new();
            using OrtValue input = OrtValue.CreateTensorValueFromMemory(few, [1, Channels, 1, 1]);
            using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, ["x"], [input], ["y"]);
            return (int)outputs[0].GetTensorTypeAndShape().Shape[1]; // padded to one block
        }
        catch (Exception problem) when (problem is EngineException or OnnxRuntimeException)
        {
            return null;
        }
    }

    // A graph of one node, x [1, 4, 1, 1] to y in blocks.
    private static byte[] Reordering()
    {
        WireWriter node = new WireWriter().Text(OnnxFields.NodeInput, "x").Text(OnnxFields.NodeOutput, "y").Text(OnnxFields.NodeOperation, "ReorderInput").Text(OnnxFields.NodeDomain, Domain);
        WireWriter graph = new WireWriter()
            .Message(OnnxFields.GraphNode, node)
            .Text(OnnxFields.GraphName, "reorder")
            .Message(OnnxFields.GraphInput, GraphValues.FloatInput("x", [1, Channels, 1, 1]))
            .Message(OnnxFields.GraphOutput, new WireWriter().Text(OnnxFields.ValueName, "y"));
        return new WireWriter()
            .Number(OnnxFields.ModelIrVersion, 8)
            .Message(OnnxFields.ModelGraph, graph)
            .Message(OnnxFields.ModelOperatorSet, new WireWriter().Text(OnnxFields.OperatorSetDomain, "").Number(OnnxFields.OperatorSetVersion, 17))
            .Message(OnnxFields.ModelOperatorSet, new WireWriter().Text(OnnxFields.OperatorSetDomain, Domain).Number(OnnxFields.OperatorSetVersion, 1))
            .Written.ToArray();
    }
}
