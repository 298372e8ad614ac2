using SdCom.Edge.Core;
using SdCom.Edge.Core.Networks;

namespace SdCom.Edge.Training.Published;

/// <summary>
/// The published SDCOM network as plain data. This folder holds the method as the authors' code computes it, proven number by number in
/// tests/Training.Tests/Published; Layers, Networks and Stages hold ours. "Behaviour n" and "defect n" in this folder's comments are the
/// numbered lists of the reference numbers' README.
/// </summary>
public sealed record PublishedSpec
{
    /// <summary>The trunk that every frame goes through.</summary>
    public required BackboneSpec Static { get; init; }

    /// <summary>The slimmable trunk; its channels are those of <see cref="ChannelRounding.Floor"/>.</summary>
    public required BackboneSpec Dynamic { get; init; }

    /// <summary>The widths. Width 0 is no skip here: every layer runs with one channel (behaviour 1).</summary>
    public WidthSet Widths { get; init; } = WidthSet.Default;

    /// <summary>Pixels a side of the picture; both trunks see the same one.</summary>
    public required int InputSize { get; init; }

    /// <summary>Channels that the gate's first convolution leaves.</summary>
    public int GateChannels { get; init; } = 64;

    /// <summary>Units of the gate's linear layer and of its GRU.</summary>
    public int GateHidden { get; init; } = 1024;

    /// <summary>Units of the fusion's linear layer.</summary>
    public int FusionHidden { get; init; } = 4096;

    /// <summary>Frames of a video; each position has a classifier of its own, so a video of another length fails (defect 9).</summary>
    public required int Frames { get; init; }

    public required int Classes { get; init; }

    /// <summary>Cells of the static trunk's map, 49 at 224 pixels: the gate's linear layer is made for that many (defect 9).</summary>
    public int MapCells
    {
        get
        {
            int side = Static.Blocks.Aggregate(InputSize, (size, block) => block.OutputSize(size));
            return side * side;
        }
    }

    /// <summary>Length of a frame's fused feature: primary, then supplementary padded with zeros.</summary>
    public int FusedFeature => Static.FeatureChannels + Dynamic.FeatureChannels;

    /// <summary>
    /// The published network over the trunks, widths and sizes of a recipe. What only ours has is left out: glance, standardised exposure, sliding window, and
    /// the temporal shift, whose published form is the identity (defect 11).
    /// </summary>
    /// <exception cref="ArgumentException">A trunk is unknown or a number does not fit.</exception>
    public static PublishedSpec Create(NetworkDescription description, int classes)
    {
        NetworkSpec spec = NetworkSpec.Create(description with { Glance = 1 }, classes);
        return new PublishedSpec
        {
            Static = TemporalShift.Remove(spec.Static),
            Dynamic = TemporalShift.Remove(spec.Dynamic) with { Rounding = ChannelRounding.Floor },
            Widths = spec.Widths,
            InputSize = description.InputSize,
            GateHidden = description.GateHidden,
            FusionHidden = description.FusionHidden,
            Frames = description.Segments,
            Classes = classes,
        };
    }

    private static BackboneSpec Unshifted(BackboneSpec spec) => spec with { Blocks = [.. spec.Blocks.Select(b => b with { Shift = 0 })] };
}
