namespace SdCom.Edge.Core.Networks;

/// <summary>What a part costs a frame and how many learned numbers it has.</summary>
public readonly record struct PartCost(long Macs, long Parameters);

/// <summary>MACs and parameters of every part of a network; the budget's prices come from here.</summary>
public sealed record CostTable
{
    public required WidthSet Widths { get; init; }

    public required PartCost Static { get; init; }

    public required PartCost Gate { get; init; }

    public required PartCost Fusion { get; init; }

    /// <summary>The dynamic net at each width, in the order of <see cref="Widths"/>.</summary>
    public required IReadOnlyList<PartCost> Dynamic { get; init; }

    /// <summary>MACs that every processed frame pays: static net, gate and fusion.</summary>
    public long AlwaysPaid => Static.Macs + Gate.Macs + Fusion.Macs;

    /// <summary>MACs of a frame at full width: the baseline that savings are measured against.</summary>
    public long FullFrame => Frame(Widths.Count - 1);

    /// <summary>MACs of a whole frame whose width is the one at <paramref name="widthIndex"/>.</summary>
    public long Frame(int widthIndex) => AlwaysPaid + Dynamic[widthIndex].Macs;

    /// <summary>The policy's cost of a width: its share, 0 to 1, of the full width's MACs.</summary>
    public double RelativeCost(int widthIndex) => (double)Dynamic[widthIndex].Macs / Dynamic[^1].Macs;
}
