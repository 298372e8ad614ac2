using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Recipes;

namespace SdCom.Edge.Training.Tests.Data;

public sealed class SamplingTests
{
    [Fact]
    public void Multi_scale_crops_of_a_smaller_picture_stay_within_it()
    {
        Cutter cutter = new(new DataRecipe { Clips = "", IntervalMs = 320, CacheSize = 144, CropMin = 144, Crop = "multiScale" }, ["a"], 144);
        Cut[] cuts = [.. Enumerable.Range(0, 300).Select(seed => cutter.Draw(new CachedClip("c", 0, "", 0, 38, 80), 4, new Random(seed)))];
        Assert.All(cuts, c => Assert.True(c.Left >= 0 && c.Top >= 0 && c.Left + c.Width <= 144 && c.Top + c.Height <= 144));
        Assert.Equal([94, 108, 126, 144], cuts.Select(c => c.Width).Distinct().Order()); // 144 x 168, 192, 224, 256 / 256
        Assert.Contains(cuts, c => c.Width != c.Height);
    }

    [Theory]
    [InlineData(38, 8)]
    [InlineData(100, 7)]
    [InlineData(5, 8)]
    public void Global_sampling_takes_one_frame_of_every_segment(int frames, int count)
    {
        HashSet<int> seen = [];
        for (int seed = 0; seed < 300; seed++)
        {
            int[] drawn = FrameSampling.Global(frames, count, new Random(seed));
            for (int i = 0; i < count; i++)
                Assert.InRange(drawn[i], frames * i / count, Math.Min(frames - 1, frames * (i + 1) / count));
            seen.UnionWith(drawn);
        }

        Assert.Equal(frames, seen.Count);
    }

    [Fact]
    public void Random_sampling_repeats_a_frame_only_when_the_clip_is_shorter()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            int[] drawn = FrameSampling.Scattered(20, 8, new Random(seed));
            Assert.Equal(drawn.Distinct().Order(), drawn);
            Assert.InRange(drawn[^1], 7, 19);
        }

        Assert.Equal([0, 0, 1, 1, 2], FrameSampling.Scattered(3, 5, new Random(1)));
    }

    [Fact]
    public void The_recipe_names_the_sampling()
    {
        CachedClip clip = new("c", 0, "", 0, 30, 80);
        DataRecipe recipe = new() { Clips = "", IntervalMs = 320, CacheSize = 144, CropMin = 108, Sampling = "uniform" };
        Assert.Equal([1, 5, 9, 13, 16, 20, 24, 28], FrameSampling.Draw(recipe, clip, 8, new Random(1)));
        Assert.Equal(FrameSampling.Global(30, 8, new Random(1)), FrameSampling.Draw(recipe with { Sampling = "global" }, clip, 8, new Random(1)));
        Assert.Equal(FrameSampling.Scattered(30, 8, new Random(1)), FrameSampling.Draw(recipe with { Sampling = "random" }, clip, 8, new Random(1)));
    }
}
