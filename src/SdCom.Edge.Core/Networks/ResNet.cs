namespace SdCom.Edge.Core.Networks;

/// <summary>ResNet trunks (He et al. 2016, table 1; the stride of a bottleneck is on its 3x3, as torchvision has it).</summary>
public static class ResNet
{
    private static readonly Dictionary<int, (int[] Repeats, bool Bottleneck)> Depths = new()
    {
        [18] = ([2, 2, 2, 2], false),
        [50] = ([3, 4, 6, 3], true),
    };

    /// <summary>Describes ResNet-18 or ResNet-50.</summary>
    /// <exception cref="ArgumentException">Another depth was asked for.</exception>
    public static BackboneSpec Create(int depth, ChannelRounding rounding = ChannelRounding.MultipleOf8)
    {
        if (!Depths.TryGetValue(depth, out (int[] Repeats, bool Bottleneck) shape))
            throw new ArgumentException($"ResNet depth must be one of {string.Join(", ", Depths.Keys)}, got {depth}.", nameof(depth));
        return Create($"resnet-{depth}", shape.Repeats, shape.Bottleneck, 64, rounding);
    }

    /// <summary>Describes a ResNet of any size; <paramref name="baseChannels"/> is 64 in the paper.</summary>
    public static BackboneSpec Create(string name, IReadOnlyList<int> repeats, bool bottleneck, int baseChannels, ChannelRounding rounding = ChannelRounding.MultipleOf8)
    {
        List<BlockSpec> blocks =
        [
            new BlockSpec
            {
                Name = "conv1",
                Convs = [Conv("conv1", "bn1", 3, baseChannels, 7, 2, Activation.Relu) with { SlimInputs = false }],
                Pool = new MaxPoolSpec(3, 2),
            },
        ];
        int channels = baseChannels;
        for (int stage = 0; stage < repeats.Count; stage++)
        {
            int inner = baseChannels << stage;
            for (int i = 0; i < repeats[stage]; i++)
            {
                blocks.Add(Residual($"layer{stage + 1}.{i}", channels, inner, stage > 0 && i == 0 ? 2 : 1, bottleneck));
                channels = bottleneck ? inner * 4 : inner;
            }
        }

        return new BackboneSpec { Name = name, Blocks = blocks, Rounding = rounding };
    }

    private static BlockSpec Residual(string name, int inputs, int inner, int stride, bool bottleneck)
    {
        int outputs = bottleneck ? inner * 4 : inner;
        ConvSpec[] convs = bottleneck
            ?
            [
                Conv($"{name}.conv1", $"{name}.bn1", inputs, inner, 1, 1, Activation.Relu),
                Conv($"{name}.conv2", $"{name}.bn2", inner, inner, 3, stride, Activation.Relu),
                Conv($"{name}.conv3", $"{name}.bn3", inner, outputs, 1, 1, Activation.None),
            ]
            :
            [
                Conv($"{name}.conv1", $"{name}.bn1", inputs, inner, 3, stride, Activation.Relu),
                Conv($"{name}.conv2", $"{name}.bn2", inner, inner, 3, 1, Activation.None),
            ];
        return new BlockSpec
        {
            Name = name,
            Convs = convs,
            Residual = true,
            Projection = stride != 1 || inputs != outputs
                ? Conv($"{name}.downsample.0", $"{name}.downsample.1", inputs, outputs, 1, stride, Activation.None)
                : null,
            Activation = Activation.Relu,
        };
    }

    private static ConvSpec Conv(string name, string normName, int inputs, int outputs, int kernel, int stride, Activation activation) => new()
    {
        Name = name,
        NormName = normName,
        Inputs = inputs,
        Outputs = outputs,
        Kernel = kernel,
        Stride = stride,
        Activation = activation,
    };
}
