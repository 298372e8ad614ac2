using SdCom.Edge.Runtime.Inference.SharedWeights;

namespace SdCom.Edge.Runtime.Tests.Inference.SharedWeights;

public class ChannelScalesTests
{
    private const int Block = 2;

    // Four outputs, four inputs, a kernel of one: [outputs / 2, inputs / 2, 1, 1, 2 inputs, 2 outputs].
    private static readonly float[] Full =
    [
        1, 2, /* input 1 */ 3, 4, /* input 2 */ 5, 6, /* input 3 */ 7, 8,
        9, 10, 11, 12, 13, 14, 15, 16,
    ];

    private static readonly long[] FullShape = [4, 4, 1, 1];
    private static readonly long[] HalfShape = [2, 2, 1, 1];

    [Fact]
    public void A_scaled_part_has_the_scale_of_each_output_channel() =>
        Assert.Equal([2f, -0.5f], ChannelScales.Fit(Full, FullShape, [2, -1, 6, -2], HalfShape, Block)!);

    [Fact]
    public void Another_filter_has_none()
    {
        Assert.Null(ChannelScales.Fit(Full, FullShape, [2, -1, 6, -2.01f], HalfShape, Block));
        Assert.Null(ChannelScales.Fit(Full, FullShape, [2, -1, 6, float.NaN], HalfShape, Block));
        Assert.Null(ChannelScales.Fit(Full, FullShape, [2, 0, 6, 0, 2, 0, 6, 0], [2, 2, 2, 1], Block));
    }

    [Fact]
    public void Padding_is_free_and_a_padded_output_has_the_scale_zero()
    {
        // One input and one output are real, the others were added by the engine.
        Assert.Equal([3f, 0f], ChannelScales.Fit(Full, FullShape, [3, 0, 0, 0], HalfShape, Block)!);
        // The second input has a number: it is real, and its zeros must be the full filter's.
        Assert.Null(ChannelScales.Fit(Full, FullShape, [3, 4, 0, 8], HalfShape, Block));
    }
}
