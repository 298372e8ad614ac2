using SdCom.Edge.Core.Recognition;

namespace SdCom.Edge.Core.Tests.Recognition;

public class SegmentSamplerTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(320);

    [Fact]
    public void A_clip_at_a_quarter_of_the_interval_gives_every_fourth_frame() =>
        Assert.Equal([0, 4, 8, 12, 16, 20, 24, 28, 32, 36], OfFile(12.5, 38));

    [Fact]
    public void A_clip_at_another_rate_gives_the_frame_nearest_to_each_due_time() =>
        // Frames of 1/30 s; 320 ms is frame 9.6 -> 10, 640 ms 19.2 -> 19, 960 ms 28.8 -> 29, 1280 ms 38.4 -> 38.
        Assert.Equal([0, 10, 19, 29, 38], OfFile(30, 45));

    [Fact]
    public void A_clip_slower_than_the_interval_gives_every_frame() => Assert.Equal([0, 1, 2, 3, 4], OfFile(2, 5));

    [Fact]
    public void A_live_source_gives_the_first_frame_at_or_after_each_due_time_and_keeps_the_mean_rate()
    {
        SegmentSampler sampler = new(Interval);
        double[] taken = [.. Enumerable.Range(0, 3001).Select(i => i * 100 / 3.0).Where(ms => sampler.IsDue(TimeSpan.FromMilliseconds(ms)))];
        Assert.Equal(0, taken[0]);
        Assert.Equal(333.3, taken[1], 0.1);
        Assert.Equal(100_000 / 320.0, taken.Length, 1.0);
    }

    [Fact]
    public void After_a_gap_it_starts_anew_instead_of_catching_up()
    {
        SegmentSampler sampler = new(Interval);
        Assert.True(sampler.IsDue(Ms(0)));
        Assert.True(sampler.IsDue(Ms(10_000)));
        Assert.False(sampler.IsDue(Ms(10_033)));
        Assert.False(sampler.IsDue(Ms(10_319)));
        Assert.True(sampler.IsDue(Ms(10_320)));
    }

    [Fact]
    public void When_the_sources_clock_restarts_so_does_it()
    {
        SegmentSampler sampler = new(Interval);
        Assert.True(sampler.IsDue(Ms(90_000)));
        Assert.True(sampler.IsDue(Ms(0)));
        Assert.False(sampler.IsDue(Ms(100)));
        Assert.True(sampler.IsDue(Ms(320)));
        Assert.False(sampler.IsDue(Ms(300))); // frames a little out of order are no restart
        sampler.Reset();
        Assert.True(sampler.IsDue(Ms(330)));
    }

    private static int[] OfFile(double fps, int frames)
    {
        SegmentSampler sampler = new(Interval, TimeSpan.FromSeconds(1 / fps));
        return [.. Enumerable.Range(0, frames).Where(i => sampler.IsDue(TimeSpan.FromSeconds(i / fps)))];
    }

    private static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);
}
