using SdCom.Edge.Runtime.Evaluation;

namespace SdCom.Edge.Runtime.Tests.Evaluation;

/// <summary>The slope of memory over time and how sure it is.</summary>
public class TrendTests
{
    [Fact]
    public void A_line_has_its_slope_and_no_doubt()
    {
        Trend trend = Trend.Fit([0, 1, 2, 3, 4], [5, 7, 9, 11, 13]);
        Assert.Equal(2, trend.Slope, 12);
        Assert.Equal(0, trend.Margin, 6);
    }

    [Fact]
    public void Slope_and_margin_are_those_of_the_textbook()
    {
        // By hand: t 0..4, v 1, 3, 2.6, 3.8, 5.6: slope (4.6 x 2 + 0.8) / 10 = 1.0, mean 3.2.
        // Residuals -0.2, 0.8, -0.6, -0.4, 0.4: sum of squares 1.36, neighbours -0.56: no correlation counts. Three free: 3.182 x sqrt(1.36 / 3 / 10) = 0.677.
        Trend trend = Trend.Fit([0, 1, 2, 3, 4], [1, 3, 2.6, 3.8, 5.6]);
        Assert.Equal(1, trend.Slope, 12);
        Assert.Equal(0.677, trend.Margin, 0.007);
    }

    [Fact]
    public void Noise_that_lingers_makes_the_margin_wider_than_noise_that_does_not()
    {
        Random random = new(1);
        double[] times = [.. Enumerable.Range(0, 200).Select(i => (double)i)], fresh = new double[200], lingering = new double[200];
        for (int i = 0; i < 200; i++)
        {
            fresh[i] = random.NextDouble() - 0.5;
            lingering[i] = (i == 0 ? 0 : 0.9 * lingering[i - 1]) + fresh[i];
        }

        Trend independent = Trend.Fit(times, fresh), slow = Trend.Fit(times, lingering);
        Assert.InRange(0, independent.Low, independent.High);
        Assert.InRange(0, slow.Low, slow.High);
        Assert.True(slow.Margin > 5 * independent.Margin, $"{slow.Margin} against {independent.Margin}");
    }

    [Fact]
    public void The_interval_holds_the_true_slope_19_times_of_20()
    {
        int held = 0;
        for (int seed = 0; seed < 400; seed++)
        {
            Random random = new(seed);
            double[] times = [.. Enumerable.Range(0, 60).Select(i => (double)i)];
            double[] values = [.. times.Select(t => (0.1 * t) + Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6)];
            Trend trend = Trend.Fit(times, values);
            held += trend.Low <= 0.1 && trend.High >= 0.1 ? 1 : 0;
        }

        Assert.InRange(held / 400.0, 0.92, 0.99);
    }

    [Fact]
    public void Of_a_sequence_without_end_the_newest_are_kept_in_order()
    {
        Newest<int> newest = new(3);
        Assert.Empty(newest.All);
        for (int i = 0; i < 10; i++)
            newest.Add(i);
        Assert.Equal([7, 8, 9], newest.All);
    }

    [Fact]
    public void Too_few_samples_prove_nothing()
    {
        Assert.Equal(double.PositiveInfinity, Trend.Fit([0, 1, 2], [0, 1, 2]).Margin);
        Assert.Equal(double.PositiveInfinity, Trend.Fit([], []).Margin);
    }
}
