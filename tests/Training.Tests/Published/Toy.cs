using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Training.Published;

namespace SdCom.Edge.Training.Tests.Published;

/// <summary>The toy network of the step and whole-network cases, as the reference numbers' README describes it.</summary>
internal static class Toy
{
    public static PublishedSpec Spec(int frames) => new()
    {
        Static = Static,
        Dynamic = ResNet.Create("tiny", [1, 1, 1, 1], bottleneck: false, 8, ChannelRounding.Floor),
        InputSize = 32,
        GateHidden = 32,
        FusionHidden = 48,
        Frames = frames,
        Classes = 5,
    };

    private static BackboneSpec Static => new()
    {
        Name = "toy",
        Blocks =
        [
            new BlockSpec { Name = "features.0", Convs = [Conv("features.0.0", "features.0.1", 3, 8, 3, 2)] },
            InvertedResidual("features.1", 8, 8),
            InvertedResidual("features.2", 8, 16),
            new BlockSpec { Name = "features.3", Convs = [Conv("features.3.0", "features.3.1", 16, 32)] },
        ],
    };

    private static BlockSpec InvertedResidual(string name, int inputs, int outputs) => new()
    {
        Name = name,
        Convs =
        [
            Conv($"{name}.conv.0.0", $"{name}.conv.0.1", inputs, 48),
            Conv($"{name}.conv.1.0", $"{name}.conv.1.1", 48, 48, 3, 2) with { Depthwise = true },
            Conv($"{name}.conv.2", $"{name}.conv.3", 48, outputs) with { Activation = Activation.None },
        ],
    };

    private static ConvSpec Conv(string name, string norm, int inputs, int outputs, int kernel = 1, int stride = 1) => new()
    {
        Name = name,
        NormName = norm,
        Inputs = inputs,
        Outputs = outputs,
        Kernel = kernel,
        Stride = stride,
        Activation = Activation.Relu6,
    };
}
