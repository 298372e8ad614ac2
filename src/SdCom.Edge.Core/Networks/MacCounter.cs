namespace SdCom.Edge.Core.Networks;

/// <summary>
/// The one counter of multiply-accumulates and parameters. Convention: convolutions, linear layers and the GRU's matrices count;
/// bias, norm, activation, pooling and a picture's own standardisation (<see cref="PictureExposure"/>) do not. One frame, batch 1. FLOPs, where somebody wants them, are 2 x MACs.
/// </summary>
public static class MacCounter
{
    /// <summary>MACs of a linear layer.</summary>
    public static long Linear(int inputs, int outputs) => (long)inputs * outputs;

    /// <summary>MACs of one step of a GRU: three gates, each reading the input and the hidden vector.</summary>
    public static long Gru(int inputs, int hidden) => 3L * hidden * (inputs + hidden);

    /// <summary>MACs of a convolution with the channels in use.</summary>
    public static long Conv(ConvSpec conv, int inputs, int outputs, int outputSize) =>
        (conv.Depthwise ? 1L : inputs) * outputs * conv.Kernel * conv.Kernel * outputSize * outputSize;

    /// <summary>MACs of every convolution of a trunk at a width, in running order, for a square input.</summary>
    public static IEnumerable<(ConvSpec Conv, long Macs)> Layers(BackboneSpec backbone, Width width, int inputSize)
    {
        int size = inputSize;
        foreach (BlockSpec block in backbone.Blocks)
        {
            int blockInput = size;
            foreach (ConvSpec conv in block.Convs)
            {
                size = conv.OutputSize(size);
                yield return (conv, Count(conv, size));
            }

            if (block.Projection is { } projection)
                yield return (projection, Count(projection, projection.OutputSize(blockInput)));
            size = block.Pool?.OutputSize(size) ?? size;
        }

        long Count(ConvSpec conv, int outputSize) => Conv(conv, backbone.InputsAt(conv, width), backbone.OutputsAt(conv, width), outputSize);
    }

    /// <summary>MACs of a trunk at a width; skip costs nothing.</summary>
    public static long Backbone(BackboneSpec backbone, Width width, int inputSize) =>
        width.IsSkip ? 0 : Layers(backbone, width, inputSize).Sum(layer => layer.Macs);

    /// <summary>Learned numbers of a trunk at a width: convolution weights and the norms' scales and shifts; running statistics are not counted.</summary>
    public static long Parameters(BackboneSpec backbone, Width width)
    {
        if (width.IsSkip)
            return 0;
        long sum = 0;
        foreach (ConvSpec conv in backbone.Convs)
        {
            long outputs = backbone.OutputsAt(conv, width);
            sum += ((conv.Depthwise ? 1L : backbone.InputsAt(conv, width)) * outputs * conv.Kernel * conv.Kernel) + (2 * outputs);
        }

        return sum;
    }

    /// <summary>MACs of the gate for one frame, its GRU included.</summary>
    public static long Gate(GateSpec gate) => Linear(gate.Inputs, gate.Encoder) + Gru(gate.Encoder, gate.Hidden) + Linear(gate.Hidden, gate.Scores);

    /// <summary>Learned numbers of the gate, biases included.</summary>
    public static long Parameters(GateSpec gate) =>
        Linear(gate.Inputs, gate.Encoder) + gate.Encoder + Gru(gate.Encoder, gate.Hidden) + (6L * gate.Hidden) + Linear(gate.Hidden, gate.Scores) + gate.Scores;

    /// <summary>MACs of the fusion for one frame: the window's frames are compared anew each time, so that the result depends on the window alone.</summary>
    public static long Fusion(FusionSpec fusion) =>
        Linear(fusion.Primary + fusion.Supplementary, fusion.Hidden)
        + (fusion.Segments * Linear(2 * fusion.Hidden, fusion.Hidden))
        + Linear(2 * fusion.Hidden, fusion.Classes);

    /// <summary>Learned numbers of the fusion, biases and the layer norm's scale and shift included.</summary>
    public static long Parameters(FusionSpec fusion) =>
        Linear(fusion.Primary + fusion.Supplementary, fusion.Hidden) + (3L * fusion.Hidden)
        + Linear(2 * fusion.Hidden, fusion.Hidden) + fusion.Hidden
        + Linear(2 * fusion.Hidden, fusion.Classes) + fusion.Classes;

    // As published: the running maximum is no multiplication, and one position's classifier answers.
    private static PartCost PrefixFusion(FusionSpec fusion)
    {
        long mix = Linear(fusion.Primary + fusion.Supplementary, fusion.Hidden);
        long classify = Linear(fusion.Hidden, fusion.Classes);
        return new PartCost(mix + classify, mix + (3L * fusion.Hidden) + (fusion.Segments * (classify + fusion.Classes)));
    }

    /// <summary>Counts every part of a network.</summary>
    public static CostTable Count(NetworkSpec spec) => new()
    {
        Widths = spec.Widths,
        Static = new PartCost(Backbone(spec.Static, Width.Full, spec.GlanceSize), Parameters(spec.Static, Width.Full)),
        Gate = new PartCost(Gate(spec.Gate), Parameters(spec.Gate)),
        Fusion = spec.PoolsPrefixes ? PrefixFusion(spec.Fusion) : new PartCost(Fusion(spec.Fusion), Parameters(spec.Fusion)),
        Dynamic = [.. spec.Widths.Select(w => new PartCost(Backbone(spec.Dynamic, w, spec.InputSize), Parameters(spec.Dynamic, w)))],
    };
}
