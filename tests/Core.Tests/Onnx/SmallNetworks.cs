using SdCom.Edge.Core.Networks;

namespace SdCom.Edge.Tests;

/// <summary>Small but real networks for tests.</summary>
internal static class SmallNetworks
{
    public const int Classes = 5;

    /// <summary>MobileNetV2 0.35 looks at 32 pixels, a slimmable MobileNetV2 0.5 at 64.</summary>
    public static NetworkSpec MobileNet { get; } = Create("mobilenetv2-0.5", inputSize: 64, glance: 2, segments: 4);

    /// <summary>The same static net without averaging, and a slimmable ResNet-18.</summary>
    public static NetworkSpec ResNet18 { get; } = Create("resnet-18", inputSize: 32, glance: 1, segments: 3);

    /// <summary>The MobileNets with temporal shift in the static one.</summary>
    public static NetworkSpec StaticShift { get; } = NetworkSpec.Create(MobileNet.Description with { StaticShift = 0.125 }, Classes);

    /// <summary>Temporal shift in both MobileNets.</summary>
    public static NetworkSpec BothShift { get; } = NetworkSpec.Create(MobileNet.Description with { StaticShift = 0.125, DynamicShift = 0.25 }, Classes);

    /// <summary>The slimmable ResNet-18 with temporal shift, by its name.</summary>
    public static NetworkSpec TsmResNet18 { get; } = NetworkSpec.Create(ResNet18.Description with { Dynamic = "tsm-resnet-18" }, Classes);

    /// <summary>The MobileNets of <see cref="StaticShift"/>, each picture's exposure standardised.</summary>
    public static NetworkSpec Standardised { get; } = NetworkSpec.Create(StaticShift.Description with { Exposure = "standardised" }, Classes);

    /// <summary>A network by its name in test data.</summary>
    public static NetworkSpec Named(string name) => name switch
    {
        "mobilenetv2" => MobileNet,
        "resnet" => ResNet18,
        "static-shift" => StaticShift,
        "both-shift" => BothShift,
        "tsm-resnet" => TsmResNet18,
        "standardised" => Standardised,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "unknown"),
    };

    private static NetworkSpec Create(string dynamic, int inputSize, int glance, int segments) => NetworkSpec.Create(
        new NetworkDescription
        {
            Static = "mobilenetv2-0.35",
            Dynamic = dynamic,
            InputSize = inputSize,
            Glance = glance,
            Widths = [0, 0.25, 0.5, 0.75, 1],
            GateEncoder = 16,
            GateHidden = 24,
            FusionHidden = 32,
            Segments = segments,
        },
        Classes);
}
