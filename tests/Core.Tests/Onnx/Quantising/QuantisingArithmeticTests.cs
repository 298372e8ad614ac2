using SdCom.Edge.Onnx.Quantising;

namespace SdCom.Edge.Core.Tests.Onnx.Quantising;

public class QuantisingArithmeticTests
{
    [Fact]
    public void Levels_cover_the_range_and_zero_is_one_of_them()
    {
        // 255 steps over -1 .. 1.55 are 0.01 wide; zero is the hundredth.
        ByteScale scale = ByteScale.Covering(new ValueRange(-1, 1.55f));
        Assert.Equal(0.01f, scale.Scale, 1e-6f);
        Assert.Equal(100, scale.Zero);
        Assert.Equal(0, scale.Offset);
    }

    [Theory]
    [InlineData(0, 6, 6f / 255, 0)] // a ReLU6
    [InlineData(2, 5.1f, 0.02f, 0)] // widened to zero
    [InlineData(-5.1f, -2, 0.02f, 255)]
    [InlineData(0, 0, 1, 0)] // nothing was ever seen
    public void A_range_of_one_side_begins_or_ends_at_zero(float low, float high, float scale, byte zero)
    {
        ByteScale found = ByteScale.Covering(new ValueRange(low, high));
        Assert.Equal(scale, found.Scale, 1e-6f);
        Assert.Equal(zero, found.Zero);
    }

    [Theory]
    [InlineData(float.NaN, 1)]
    [InlineData(0, float.PositiveInfinity)]
    [InlineData(1, 0)]
    public void A_range_that_is_none_is_refused(float low, float high) =>
        Assert.Throws<ArgumentException>(() => ByteScale.Covering(new ValueRange(low, high)));

    [Fact]
    public void Each_output_channel_has_a_scale_of_its_own_and_the_bias_counts_in_products()
    {
        // Filters of two weights: steps 1.27 / 127 = 0.01 and 12.7 / 127 = 0.1; the input's steps are 0.5.
        QuantisedFilters filters = QuantisedFilters.Create([1.27f, -0.634f, 12.7f, 3.04f], [1, -2], new ByteScale(0.5f, 7));
        Assert.Equal([0.01f, 0.1f], filters.Scales, (a, b) => Math.Abs(a - b) < 1e-7);
        Assert.Equal([127, -63, 127, 30], filters.Weights.Select(w => (int)w));
        Assert.Equal([200, -40], filters.Bias); // 1 / (0.5 x 0.01), -2 / (0.5 x 0.1)
    }

    [Fact]
    public void The_half_level_of_a_picture_goes_to_the_bias()
    {
        // x = 0.5 (q - 128) + 0.25 and weights of sum 3: 0.75 more, in steps of 0.5 x 0.02 = 0.01.
        QuantisedFilters filters = QuantisedFilters.Create([2.54f, 0.46f], [0], new ByteScale(0.5f, 128, 0.25f));
        Assert.Equal([75], filters.Bias);
    }

    [Fact]
    public void The_bias_takes_back_what_rounding_does_to_the_mean()
    {
        // Steps 0.01: 0.634 becomes 0.63, which answers 0.004 x 2 less to an input of mean 2: 0.008 in steps of 0.001 x 0.01.
        QuantisedFilters filters = QuantisedFilters.Create([1.27f, 0.634f], [0], new ByteScale(0.001f, 0), [5, 2]);
        Assert.Equal(800, filters.Bias[0], 1.0);
    }

    [Fact]
    public void A_depthwise_filter_looks_at_its_own_channels_mean()
    {
        // Two filters of two weights, one input channel each; only the second channel has a mean.
        QuantisedFilters filters = QuantisedFilters.Create([1.27f, 0.634f, 1.27f, 0.634f], [0, 0], new ByteScale(0.001f, 0), [0, 2], area: 2);
        Assert.Equal(0, filters.Bias[0]);
        Assert.Equal(800, filters.Bias[1], 1.0);
    }

    [Fact]
    public void A_filter_of_nothing_keeps_its_bias()
    {
        ByteScale input = new(0.02f, 0);
        QuantisedFilters filters = QuantisedFilters.Create([1e-20f, 0, 0, 0], [3, 0], input);
        Assert.Equal(3, (double)filters.Bias[0] * input.Scale * filters.Scales[0], 1e-6);
        Assert.Equal(0, filters.Bias[1]);
        Assert.All(filters.Scales, scale => Assert.True(scale > 0));
    }

    [Fact]
    public void A_histogram_counts_what_came_and_widens_for_more()
    {
        ActivationHistogram histogram = new();
        histogram.Add([0.001f, -0.002f, 0]);
        histogram.Add([100, -3, 0, 0]);
        Assert.Equal(4, histogram.Count); // zeros need no care
        Assert.Equal((-3f, 100f), (histogram.Low, histogram.High));
        (double Middle, long Count)[] bins = [.. histogram.Bins];
        Assert.Equal(4, bins.Sum(bin => bin.Count));
        float[] expected = [-3, -0.002f, 0.001f, 100];
        Assert.Equal(expected.Length, bins.Length);
        Assert.All(bins.Zip(expected), pair => Assert.InRange(pair.Second, pair.First.Middle - (histogram.BinWidth / 2), pair.First.Middle + (histogram.BinWidth / 2)));
        Assert.Throws<ArgumentException>(() => histogram.Add([float.NaN]));
    }

    [Fact]
    public void A_percentile_range_leaves_the_tails_out()
    {
        // 1 to 10,000 thousandths: a thousandth of them at each end lies under 0.011 and over 9.99.
        ActivationHistogram histogram = new();
        histogram.Add([.. Enumerable.Range(1, 10_000).Select(i => i / 1000f)]);
        ValueRange range = RangeChoice.Percentile(histogram, 1e-3);
        Assert.InRange(range.Low, 0.005f, 0.015f);
        Assert.InRange(range.High, 9.985f, 9.995f);
        Assert.Equal(new ValueRange(0, 10), RangeChoice.Choose("minmax", histogram));
    }

    [Fact]
    public void The_least_error_is_that_of_a_search_through_all_numbers()
    {
        // Many small numbers and one far away. With an end at h the many cost 100,000 x (h / 255)^2 / 12 and the one (3 - h)^2: the least is at 3 / 1.128 = 2.66.
        Random random = new(3);
        float[] numbers = [.. Enumerable.Range(0, 100_000).Select(_ => (float)random.NextDouble()), 3];
        ActivationHistogram histogram = new();
        histogram.Add(numbers);
        float high = RangeChoice.LeastError(histogram).High;
        Assert.InRange(high, 2.55f, 2.77f);
        double found = Error(high);
        Assert.All(Enumerable.Range(1, 30), part => Assert.True(found <= Error(0.1f * part) * 1.02, $"{found} at {high}, {Error(0.1f * part)} at {0.1f * part}"));

        double Error(float end)
        {
            double step = end / 255.0;
            return numbers.Sum(x => Math.Pow(x - Math.Min(Math.Round(x / step), 255) * step, 2));
        }
    }

    [Fact]
    public void Records_know_the_mean_of_each_channel()
    {
        ActivationRecord record = new();
        record.Add([1, 3, -2, -4], channels: 2);
        record.Add([5, 7, 0, 0], channels: 2);
        Assert.Equal([4f, -1.5f], record.Facts("minmax").ChannelMeans);
        Assert.Equal(new ValueRange(-4, 7), record.Facts("minmax").Range);
        Assert.Throws<ArgumentException>(() => record.Add([1, 2, 3], channels: 3));
    }
}
