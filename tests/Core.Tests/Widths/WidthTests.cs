namespace SdCom.Edge.Core.Tests.Widths;

public class WidthTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("0.25", 25)]
    [InlineData(".5", 50)]
    [InlineData("1.0", 100)]
    [InlineData("0.07", 7)]
    public void Fractions_are_read(string text, int percent) => Assert.Equal(percent, Width.Parse(text).Percent);

    [Theory]
    [InlineData("")]
    [InlineData("-0.5")]
    [InlineData("1.01")]
    [InlineData("0.333")]
    [InlineData("0,5")]
    [InlineData("half")]
    [InlineData(null)]
    public void Anything_else_is_refused(string? text) => Assert.False(Width.TryParse(text, out _));

    [Fact]
    public void Names_are_those_of_files_and_JSON_keys()
    {
        Assert.Equal(["0", "0.25", "0.5", "0.75", "1"], WidthSet.Default.Select(w => w.ToString()));
        Assert.Equal(["w000", "w025", "w050", "w075", "w100"], WidthSet.Default.Select(w => w.FileTag));
    }

    [Fact]
    public void A_set_ascends_strictly_to_the_full_width()
    {
        Assert.Throws<ArgumentException>(() => new WidthSet());
        Assert.Throws<ArgumentException>(() => new WidthSet(Width.Skip));
        Assert.Throws<ArgumentException>(() => new WidthSet(Width.Full, Width.Full));
        Assert.Equal(1, WidthSet.Default.IndexOf(new Width(25)));
        Assert.Equal(-1, WidthSet.Default.IndexOf(new Width(30)));
        Assert.Equal(WidthSet.Default, new WidthSet(Width.Skip, new Width(25), new Width(50), new Width(75), Width.Full));
    }

    [Theory]
    [InlineData(ChannelRounding.Floor, 3, 0, 1)]
    [InlineData(ChannelRounding.Floor, 100, 33, 33)]
    [InlineData(ChannelRounding.Floor, 64, 25, 16)]
    [InlineData(ChannelRounding.MultipleOf8, 32, 25, 8)]
    [InlineData(ChannelRounding.MultipleOf8, 24, 50, 16)] // 12 is as near to 8 as to 16; the rule goes up
    [InlineData(ChannelRounding.MultipleOf8, 144, 25, 40)] // 36 -> 40
    [InlineData(ChannelRounding.MultipleOf8, 24, 75, 24)] // 18 -> 16 would be under 90 %
    [InlineData(ChannelRounding.MultipleOf8, 3, 50, 3)] // never more than there are
    [InlineData(ChannelRounding.MultipleOf8, 1280, 100, 1280)]
    public void Channels_are_rounded_by_the_rule(ChannelRounding rounding, int full, int percent, int expected) =>
        Assert.Equal(expected, rounding.Channels(full, new Width(percent)));
}
