using System.Text.Json;
using SdCom.Edge.Core.Networks;

namespace SdCom.Edge.Core.Tests.Networks;

public class TemporalShiftTests
{
    private static readonly NetworkDescription Shifting = NetworkSpecTests.Description with { StaticShift = 0.125 };

    [Fact]
    public void Residual_blocks_keep_an_eighth_of_their_input_channels_one_behind_the_other()
    {
        NetworkSpec network = NetworkSpec.Create(Shifting, 14);
        // MobileNetV2 0.35 at 64 pixels: the repeated blocks of the rows with 8, 16, 24, 32 and 56 channels; an eighth of them at 16, 8, 4, 4 and 2 pixels a side.
        (int Channels, int Size)[] expected = [(1, 16), (2, 8), (2, 8), (3, 4), (3, 4), (3, 4), (4, 4), (4, 4), (7, 2), (7, 2)];
        IReadOnlyList<ShiftSlot> slots = network.Static.ShiftSlots(network.GlanceSize);
        Assert.Equal(expected, slots.Select(s => (s.Channels, s.Size)));
        Assert.All(slots, s => Assert.True(s.Block.Residual));
        Assert.Equal(256, slots[1].Offset);
        Assert.Equal(256 + 128 + 128 + 48 + 48 + 48 + 64 + 64 + 28 + 28, network.Static.ShiftStateLength(network.GlanceSize));
    }

    [Fact]
    public void Channels_are_rounded_down_and_at_least_one()
    {
        BackboneSpec trunk = TemporalShift.Apply(ResNet.Create("tiny", [1, 1], bottleneck: false, 8), 0.29);
        Assert.Equal([0, 2, 2], trunk.Blocks.Select(b => trunk.ShiftChannels(b, Width.Full))); // 0.29 of 8 is 2.3
        BackboneSpec hundred = TemporalShift.Apply(ResNet.Create("tiny", [1, 1], bottleneck: false, 100), 0.29);
        Assert.Equal(29, hundred.ShiftChannels(hundred.Blocks[1], Width.Full));
        BackboneSpec little = TemporalShift.Apply(ResNet.Create("tiny", [1], bottleneck: false, 8), 0.01);
        Assert.Equal(1, little.ShiftChannels(little.Blocks[1], Width.Full));
    }

    [Theory]
    [InlineData("tsm-resnet-50", "resnet-50", 16)]
    [InlineData("tsm-resnet-18", "resnet-18", 8)]
    [InlineData("tsm-mobilenetv2-1.0", "mobilenetv2-1.0", 10)]
    public void A_name_that_begins_with_tsm_shifts_an_eighth_of_every_residual_block(string name, string plain, int blocks)
    {
        NetworkSpec shifting = NetworkSpec.Create(NetworkSpecTests.Description with { Dynamic = name, Static = name }, 14);
        NetworkSpec named = NetworkSpec.Create(NetworkSpecTests.Description with { Dynamic = plain, Static = plain, StaticShift = 0.125, DynamicShift = 0.125 }, 14);
        Assert.Equal(blocks, shifting.Dynamic.ShiftSlots(128).Count);
        Assert.Equal(named.Dynamic.Blocks.Select(b => b.Shift), shifting.Dynamic.Blocks.Select(b => b.Shift));
        Assert.Equal(named.Static.Blocks.Select(b => b.Shift), shifting.Static.Blocks.Select(b => b.Shift));
        Assert.Equal(name, shifting.Dynamic.Name);
        Assert.Equal(MacCounter.Count(named).FullFrame, MacCounter.Count(shifting).FullFrame);
    }

    [Fact]
    public void A_width_shifts_the_leading_share_of_its_own_channels()
    {
        BackboneSpec trunk = NetworkSpec.Create(NetworkSpecTests.Description with { Dynamic = "tsm-resnet-50" }, 14).Dynamic;
        BlockSpec block = trunk.Blocks.Single(b => b.Name == "layer2.1"); // 512 channels in
        Assert.Equal([16, 32, 48, 64], WidthSet.Default.NonZero.Select(w => trunk.ShiftChannels(block, w)));
    }

    [Fact]
    public void Shift_mode_is_causal_or_bidirectional()
    {
        Assert.True(NetworkSpec.Create(Shifting with { ShiftMode = "bidirectional" }, 14).Static.LooksAhead);
        Assert.False(NetworkSpec.Create(Shifting with { ShiftMode = "causal" }, 14).Static.LooksAhead);
        ArgumentException e = Assert.Throws<ArgumentException>(() => NetworkSpec.Create(Shifting with { ShiftMode = "both" }, 14));
        Assert.Equal("shiftMode must be causal or bidirectional, got 'both'.", e.Message);
    }

    [Fact]
    public void It_costs_no_macs_and_no_parameters()
    {
        CostTable with = MacCounter.Count(NetworkSpec.Create(Shifting, 14)), without = MacCounter.Count(NetworkSpec.Create(NetworkSpecTests.Description, 14));
        Assert.Equal(without.Static, with.Static);
        Assert.Equal(without.FullFrame, with.FullFrame);
    }

    [Fact]
    public void Without_the_key_nothing_shifts_and_the_json_does_not_name_it()
    {
        NetworkSpec network = NetworkSpec.Create(NetworkSpecTests.Description, 14);
        Assert.False(network.Static.Shifts());
        Assert.Equal(0, network.Static.ShiftStateLength(64));
        Assert.DoesNotContain("Shift", JsonSerializer.Serialize(network.Description), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("0.125", JsonSerializer.Serialize(Shifting), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(0.6)]
    [InlineData(double.NaN)]
    public void A_share_outside_0_to_a_half_is_refused(double share)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => NetworkSpec.Create(Shifting with { StaticShift = share }, 14));
        Assert.StartsWith("staticShift must be 0 to 0.5, got ", e.Message, StringComparison.Ordinal);
        e = Assert.Throws<ArgumentException>(() => NetworkSpec.Create(Shifting with { DynamicShift = share }, 14));
        Assert.StartsWith("dynamicShift must be 0 to 0.5, got ", e.Message, StringComparison.Ordinal);
    }
}
