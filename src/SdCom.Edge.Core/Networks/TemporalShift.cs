namespace SdCom.Edge.Core.Networks;

/// <summary>What one block keeps of a frame: its leading input channels [Channels, Size, Size], from <paramref name="Offset"/> on in the trunk's flat state.</summary>
/// <param name="Block">The block that shifts.</param>
/// <param name="Channels">How many channels it keeps at width 1.</param>
/// <param name="Size">Pixels a side of its input.</param>
/// <param name="Offset">Where its numbers begin in the state.</param>
public sealed record ShiftSlot(BlockSpec Block, int Channels, int Size, int Offset)
{
    /// <summary>How many numbers it keeps.</summary>
    public int Length => Channels * Size * Size;
}

/// <summary>
/// The temporal shift module (TSM, Lin et al. 2019, sections 3.3 and 4): in every residual block the convolutions see the leading channels of their input as
/// they were in the frame before, the shortcut sees the frame itself. It costs no MACs. What a stream keeps for it is one flat vector, the slots of all blocks
/// one behind the other, zero before the first frame. A slot has the length of width 1: a frame at a narrower width writes its leading part and leaves the rest
/// zero, a wider one reads those zeros; a skipped frame leaves the state as it was. The bidirectional form, for whole clips, takes as many channels again,
/// the next ones, from the frame after.
/// </summary>
public static class TemporalShift
{
    /// <summary>The published share of each direction.</summary>
    public const double UsualShare = 0.125;

    /// <summary>The trunk with its residual blocks shifting this share of their input channels; 0 gives the trunk itself.</summary>
    public static BackboneSpec Apply(BackboneSpec trunk, double share, bool looksAhead = false) => share == 0
        ? trunk
        : trunk with { LooksAhead = looksAhead, Blocks = [.. trunk.Blocks.Select(block => block.Residual ? block with { Shift = share } : block)] };

    /// <summary>The trunk without any shift.</summary>
    public static BackboneSpec Remove(BackboneSpec trunk) => trunk.Shifts()
        ? trunk with { LooksAhead = false, Blocks = [.. trunk.Blocks.Select(block => block with { Shift = 0 })] }
        : trunk;

    /// <summary>Whether any block of a trunk shifts.</summary>
    public static bool Shifts(this BackboneSpec trunk) => trunk.Blocks.Any(block => block.Shift > 0);

    /// <summary>How many leading channels a block takes from the frame before at a width: the share of the channels in use, rounded down, at least 1; 0 when it does not shift.</summary>
    public static int ShiftChannels(this BackboneSpec trunk, BlockSpec block, Width width) =>
        block.Shift == 0 ? 0 : Math.Max(1, (int)((block.Shift * trunk.InputsAt(block.Convs[0], width)) + 1e-9)); // 0.29 of 100 is 29

    /// <summary>What a trunk keeps of a frame, block by block, for pictures of <paramref name="size"/> pixels a side.</summary>
    public static IReadOnlyList<ShiftSlot> ShiftSlots(this BackboneSpec trunk, int size)
    {
        List<ShiftSlot> slots = [];
        foreach (BlockSpec block in trunk.Blocks)
        {
            if (block.Shift > 0)
                slots.Add(new ShiftSlot(block, trunk.ShiftChannels(block, Width.Full), size, slots.Count == 0 ? 0 : slots[^1].Offset + slots[^1].Length));
            size = block.OutputSize(size);
        }

        return slots;
    }

    /// <summary>Length of the state of a trunk for pictures of <paramref name="size"/> pixels a side; 0 when nothing shifts.</summary>
    public static int ShiftStateLength(this BackboneSpec trunk, int size) => trunk.ShiftSlots(size).Sum(slot => slot.Length);
}
