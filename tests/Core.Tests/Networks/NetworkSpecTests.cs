using System.Text.Json;
using SdCom.Edge.Core.Networks;
using SdCom.Edge.Core.Preprocessing;

namespace SdCom.Edge.Core.Tests.Networks;

public class NetworkSpecTests
{
    internal static readonly NetworkDescription Description = new()
    {
        Static = "mobilenetv2-0.35",
        Dynamic = "mobilenetv2-1.0",
        InputSize = 128,
        Glance = 2,
        Widths = [0, 0.25, 0.5, 0.75, 1],
        Segments = 8,
    };

    [Fact]
    public void The_parts_fit_together()
    {
        NetworkSpec network = NetworkSpec.Create(Description, 14);
        Assert.Equal((128, 64), (network.InputSize, network.GlanceSize));
        Assert.Equal(new GateSpec(1280, 128, 128, 5), network.Gate);
        Assert.Equal(new FusionSpec(1280, 1280, 256, 8, 14), network.Fusion);
        Assert.Equal(WidthSet.Default, network.Widths);
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_key_and_value()
    {
        Refused(Description with { Static = "vgg" }, "static must be one of mobilenetv2-0.35");
        Refused(Description with { InputSize = 8 }, "inputSize must be 32 to 1024 pixels, got 8.");
        Refused(Description with { Glance = 3 }, "glance must divide inputSize 128 and leave at least 32 pixels, got 3.");
        Refused(Description with { Segments = 0 }, "segments must be 1 to 64, got 0.");
        Refused(Description with { Exposure = "bright" }, "exposure must be asIs or standardised, got 'bright'.");
        Refused(Description with { Rounding = "up" }, "rounding must be multipleOf8 or floor, got 'up'.");
        Refused(Description with { Fit = "squeeze" }, "fit must be crop or stretch, got 'squeeze'.");
        Refused(Description with { Widths = [0, 0.333, 1] }, "widths must be fractions from 0 to 1 in steps of 0.01, got 0.333.");
        Refused(Description with { Widths = [0, 0.5] }, "widths must end with 1.");
        Refused(Description with { Widths = [0.5, 0.25, 1] }, "widths must be strictly ascending, got 0.25 after 0.5.");
    }

    [Fact]
    public void An_exposure_at_its_default_is_none_and_standardised_costs_no_macs()
    {
        Assert.Equal(Description, Description with { Exposure = "asIs" });
        Assert.DoesNotContain("xposure", JsonSerializer.Serialize(Description with { Exposure = "asIs" }), StringComparison.Ordinal);
        NetworkSpec plain = NetworkSpec.Create(Description, 14), standardised = NetworkSpec.Create(Description with { Exposure = "standardised" }, 14);
        Assert.Equal((false, true), (plain.Standardises, standardised.Standardises));
        Assert.Equal(MacCounter.Count(plain).FullFrame, MacCounter.Count(standardised).FullFrame);
    }

    [Theory]
    [InlineData(null, 8)]
    [InlineData("multipleOf8", 8)]
    [InlineData("floor", 4)]
    public void Channels_of_the_dynamic_net_follow_the_description_s_rule(string? rounding, int channels)
    {
        NetworkSpec network = NetworkSpec.Create(Description with { Rounding = rounding }, 14);
        Assert.Equal(channels, network.Dynamic.OutputsAt(network.Dynamic.Convs.First(conv => conv.Outputs == 16), new Width(25)));
        Assert.Equal(rounding == "floor" ? rounding : null, network.Description.Rounding);
    }

    [Fact]
    public void A_fit_at_its_default_is_none()
    {
        Assert.Equal(Description, Description with { Fit = "crop" });
        Assert.DoesNotContain("Fit", JsonSerializer.Serialize(Description with { Fit = "crop" }), StringComparison.Ordinal);
        Assert.Equal(PictureFit.Crop, NetworkSpec.Create(Description, 14).Fit);
        Assert.Equal(PictureFit.Stretch, NetworkSpec.Create(Description with { Fit = "stretch" }, 14).Fit);
    }

    [Theory]
    [InlineData(PaddingRule.Same, 112, 0, 1, 56)]
    [InlineData(PaddingRule.Same, 7, 1, 1, 4)]
    [InlineData(PaddingRule.Symmetric, 112, 1, 1, 56)]
    [InlineData(PaddingRule.Symmetric, 7, 1, 1, 4)]
    public void Padding_of_a_3x3_with_stride_2(PaddingRule rule, int size, int before, int after, int output)
    {
        ConvSpec conv = new() { Name = "c", NormName = "n", Inputs = 8, Outputs = 8, Kernel = 3, Stride = 2, Padding = rule };
        Assert.Equal((before, after), conv.Pads(size));
        Assert.Equal(output, conv.OutputSize(size));
    }

    [Theory]
    [InlineData("mobilenetv2-1.0", 52, 1280)]
    [InlineData("resnet-18", 20, 512)]
    [InlineData("resnet-50", 53, 2048)]
    public void Trunks_have_their_published_layers_with_distinct_names(string name, int convs, int feature)
    {
        BackboneSpec backbone = NetworkSpec.Create(Description with { Dynamic = name }, 2).Dynamic;
        Assert.Equal(convs, backbone.Convs.Count());
        Assert.Equal(feature, backbone.FeatureChannels);
        Assert.Equal(2 * convs, backbone.Convs.SelectMany(conv => (string[])[conv.Name, conv.NormName]).Distinct().Count());
    }

    private static void Refused(NetworkDescription description, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<ArgumentException>(() => NetworkSpec.Create(description, 14)).Message, StringComparison.Ordinal);
}
