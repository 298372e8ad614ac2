namespace SdCom.Edge.Core.Networks;

/// <summary>What follows a convolution, or the sum of a residual block.</summary>
public enum Activation
{
    None,
    Relu,
    Relu6,
}

/// <summary>Where a convolution pads its input.</summary>
public enum PaddingRule
{
    /// <summary>PyTorch's: kernel/2 on all sides.</summary>
    Symmetric,

    /// <summary>TensorFlow's SAME: total = max((ceil(n/s)-1)*s + k - n, 0), the smaller half before, the larger after. The shipped ImageNet weights need it.</summary>
    Same,
}

/// <summary>A convolution without bias, its batch-norm, and an activation. Channel counts are those of width 1.</summary>
public sealed record ConvSpec
{
    /// <summary>The name of the convolution's weight in torchvision's style, such as <c>features.1.conv.0.0</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The name of the batch-norm in torchvision's style, such as <c>features.1.conv.0.1</c>.</summary>
    public required string NormName { get; init; }

    public required int Inputs { get; init; }

    public required int Outputs { get; init; }

    public int Kernel { get; init; } = 1;

    public int Stride { get; init; } = 1;

    /// <summary>One filter per channel; inputs equal outputs.</summary>
    public bool Depthwise { get; init; }

    /// <summary>False for the stem, whose three colour planes are never sliced.</summary>
    public bool SlimInputs { get; init; } = true;

    public PaddingRule Padding { get; init; } = PaddingRule.Symmetric;

    public Activation Activation { get; init; } = Activation.None;

    /// <summary>Padding before (top, left) and after (bottom, right) for an input of <paramref name="size"/> pixels a side.</summary>
    public (int Before, int After) Pads(int size)
    {
        if (Padding == PaddingRule.Symmetric)
            return (Kernel / 2, Kernel / 2);
        int total = Math.Max((((size + Stride - 1) / Stride) - 1) * Stride + Kernel - size, 0);
        return (total / 2, total - (total / 2));
    }

    /// <summary>Pixels a side of the output for an input of <paramref name="size"/> pixels a side.</summary>
    public int OutputSize(int size)
    {
        (int before, int after) = Pads(size);
        return ((size + before + after - Kernel) / Stride) + 1;
    }
}

/// <summary>A max-pooling between blocks (ResNet's stem has one); padding is kernel/2 on all sides.</summary>
public sealed record MaxPoolSpec(int Kernel, int Stride)
{
    /// <summary>Pixels a side of the output for an input of <paramref name="size"/> pixels a side.</summary>
    public int OutputSize(int size) => ((size + (Kernel / 2 * 2) - Kernel) / Stride) + 1;
}

/// <summary>Convolutions in a row; with <see cref="Residual"/> the input, projected or as it is, is added to their result.</summary>
public sealed record BlockSpec
{
    public required string Name { get; init; }

    public required IReadOnlyList<ConvSpec> Convs { get; init; }

    public bool Residual { get; init; }

    /// <summary>The shortcut's convolution where input and output differ in shape; null adds the input itself.</summary>
    public ConvSpec? Projection { get; init; }

    /// <summary>Applied after the sum (ResNet); MobileNetV2 has none.</summary>
    public Activation Activation { get; init; } = Activation.None;

    /// <summary>Applied last; only the stem of ResNet has one.</summary>
    public MaxPoolSpec? Pool { get; init; }

    /// <summary>Share of the input's channels, the leading ones, that the convolutions see as they were in the frame before; 0 is none. See <see cref="TemporalShift"/>.</summary>
    public double Shift { get; init; }

    /// <summary>Pixels a side of the output for an input of <paramref name="size"/> pixels a side.</summary>
    public int OutputSize(int size)
    {
        foreach (ConvSpec conv in Convs)
            size = conv.OutputSize(size);
        return Pool?.OutputSize(size) ?? size;
    }
}

/// <summary>A convolutional trunk; its feature is the average of the last map over space.</summary>
public sealed record BackboneSpec
{
    /// <summary>The name by which recipes and manifests call it, such as <c>mobilenetv2-0.35</c>.</summary>
    public required string Name { get; init; }

    public required IReadOnlyList<BlockSpec> Blocks { get; init; }

    public ChannelRounding Rounding { get; init; } = ChannelRounding.MultipleOf8;

    /// <summary>Blocks that shift also take channels from the frame after: only whole clips can run so, no stream.</summary>
    public bool LooksAhead { get; init; }

    /// <summary>The epsilon of every batch-norm.</summary>
    public double NormEpsilon { get; init; } = 1e-5;

    /// <summary>Length of the pooled feature at width 1.</summary>
    public int FeatureChannels => Blocks[^1].Convs[^1].Outputs;

    /// <summary>All convolutions in the order in which they run, a block's projection last.</summary>
    public IEnumerable<ConvSpec> Convs => Blocks.SelectMany(b => b.Projection is null ? b.Convs : b.Convs.Append(b.Projection));

    /// <summary>Length of the pooled feature at a width.</summary>
    public int FeatureAt(Width width) => Rounding.Channels(FeatureChannels, width);

    /// <summary>Input channels of a convolution at a width.</summary>
    public int InputsAt(ConvSpec conv, Width width) => conv.SlimInputs ? Rounding.Channels(conv.Inputs, width) : conv.Inputs;

    /// <summary>Output channels of a convolution at a width.</summary>
    public int OutputsAt(ConvSpec conv, Width width) => Rounding.Channels(conv.Outputs, width);
}
