using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Weights;

namespace SdCom.Edge.Onnx.Graphs;

/// <summary>Writes a trunk at one width: its blocks, then the average over space.</summary>
internal sealed class TrunkWriter(GraphBuilder graph, BackboneSpec trunk, Width width, WeightSet weights, string prefix, bool statisticsPerWidth)
{
    /// <summary>Adds the trunk for a picture [1, 3, size, size]; the result, [1, channels], gets the feature's name. A trunk with temporal shift needs its writer.</summary>
    public Value Write(Value picture, int size, string feature, ShiftWriter? shift = null)
    {
        Value x = picture;
        foreach (BlockSpec block in trunk.Blocks)
        {
            x = Block(x, size, block, shift);
            size = block.OutputSize(size);
        }

        return graph.Flatten(graph.GlobalAveragePool(x), feature);
    }

    private Value Block(Value input, int size, BlockSpec block, ShiftWriter? shift)
    {
        int inputSize = size;
        Value x = shift?.Write(input, block) ?? input;
        foreach (ConvSpec conv in block.Convs)
        {
            x = Conv(x, size, conv);
            size = conv.OutputSize(size);
        }

        if (block.Residual)
            x = graph.Add(x, block.Projection is { } projection ? Conv(input, inputSize, projection) : input, $"{block.Name}.sum");
        x = Activate(x, block.Activation, block.Name);
        if (block.Pool is { } pool)
            x = graph.MaxPool(x, pool.Kernel, pool.Stride, (pool.Kernel / 2, pool.Kernel / 2), $"{block.Name}.pool");
        return x;
    }

    private Value Conv(Value x, int size, ConvSpec conv)
    {
        string statistics = $"{prefix}.{conv.NormName}" + (statisticsPerWidth ? $".{width.FileTag}" : "");
        FoldedConv folded = FoldedConv.Create(trunk, conv, width, weights, prefix, statistics);
        Value y = graph.Conv(
            x,
            graph.Initializer($"{conv.Name}.weight", folded.Shape, folded.Weight),
            graph.Initializer($"{conv.Name}.bias", [folded.Bias.Length], folded.Bias),
            conv.Kernel,
            conv.Stride,
            conv.Pads(size),
            conv.Depthwise ? folded.Bias.Length : 1,
            conv.Name);
        return Activate(y, conv.Activation, conv.Name);
    }

    private Value Activate(Value x, Activation activation, string name) => activation switch
    {
        Activation.Relu => graph.Relu(x, $"{name}.relu"),
        Activation.Relu6 => graph.Clip(x, 0, 6, $"{name}.relu6"),
        _ => x,
    };
}
