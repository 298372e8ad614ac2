namespace SdCom.Edge.Core.Networks;

/// <summary>MobileNetV2 trunks (Sandler et al. 2018, table 2), with torchvision's layer names.</summary>
public static class MobileNetV2
{
    // Expansion, channels, repeats, first stride: table 2 of the paper.
    private static readonly (int Expansion, int Channels, int Repeats, int Stride)[] Rows =
    [
        (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1),
    ];

    /// <summary>Describes the trunk with all channels scaled by <paramref name="multiplier"/>; the last layer keeps 1280 channels when it is under 1.</summary>
    public static BackboneSpec Create(double multiplier, PaddingRule padding = PaddingRule.Same)
    {
        int channels = ChannelRoundingExtensions.MakeDivisible(32 * multiplier);
        List<BlockSpec> blocks = [Single("features.0", 3, channels, 3, 2, padding, slimInputs: false)];
        foreach ((int expansion, int rowChannels, int repeats, int firstStride) in Rows)
        {
            int outputs = ChannelRoundingExtensions.MakeDivisible(rowChannels * multiplier);
            for (int i = 0; i < repeats; i++)
            {
                blocks.Add(InvertedResidual($"features.{blocks.Count}", channels, outputs, i == 0 ? firstStride : 1, expansion, padding));
                channels = outputs;
            }
        }

        int last = ChannelRoundingExtensions.MakeDivisible(1280 * Math.Max(1, multiplier));
        blocks.Add(Single($"features.{blocks.Count}", channels, last, 1, 1, padding, slimInputs: true));
        return new BackboneSpec { Name = FormattableString.Invariant($"mobilenetv2-{multiplier:0.0#}"), Blocks = blocks };
    }

    private static BlockSpec Single(string name, int inputs, int outputs, int kernel, int stride, PaddingRule padding, bool slimInputs) => new()
    {
        Name = name,
        Convs =
        [
            new ConvSpec
            {
                Name = $"{name}.0", NormName = $"{name}.1", Inputs = inputs, Outputs = outputs, Kernel = kernel, Stride = stride,
                SlimInputs = slimInputs, Padding = padding, Activation = Activation.Relu6,
            },
        ],
    };

    private static BlockSpec InvertedResidual(string name, int inputs, int outputs, int stride, int expansion, PaddingRule padding)
    {
        int hidden = inputs * expansion;
        List<ConvSpec> convs = [];
        if (expansion > 1)
        {
            convs.Add(new ConvSpec
            {
                Name = $"{name}.conv.0.0",
                NormName = $"{name}.conv.0.1",
                Inputs = inputs,
                Outputs = hidden,
                Padding = padding,
                Activation = Activation.Relu6,
            });
        }

        string depthwise = $"{name}.conv.{convs.Count}";
        convs.Add(new ConvSpec
        {
            Name = $"{depthwise}.0",
            NormName = $"{depthwise}.1",
            Inputs = hidden,
            Outputs = hidden,
            Kernel = 3,
            Stride = stride,
            Depthwise = true,
            Padding = padding,
            Activation = Activation.Relu6,
        });
        convs.Add(new ConvSpec
        {
            Name = $"{name}.conv.{convs.Count}",
            NormName = $"{name}.conv.{convs.Count + 1}",
            Inputs = hidden,
            Outputs = outputs,
            Padding = padding,
        });
        return new BlockSpec { Name = name, Convs = convs, Residual = stride == 1 && inputs == outputs };
    }
}
