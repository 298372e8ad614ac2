using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Recipes;

namespace SdCom.Edge.Training.Tests.Data;

public sealed class CutTests
{
    private static readonly CachedClip Clip = new("c", 0, "S1", 0, 38, 80);
    private static readonly DataRecipe Recipe = new() { Clips = "", IntervalMs = 320, CacheSize = 144, CropMin = 108 };

    [Fact]
    public void Frames_lie_in_the_clip_about_one_interval_apart()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Cut cut = Cut.Draw(Clip, Recipe, 144, 8, new Random(seed));
            Assert.InRange(cut.Frames[0], 0, 37);
            Assert.InRange(cut.Frames[^1], 0, 37);
            Assert.All(cut.Frames.Zip(cut.Frames.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 3, 5));
            Assert.InRange(cut.Side, 108, 144);
            Assert.InRange(cut.Left + cut.Side, cut.Side, 144);
            Assert.InRange(cut.Top + cut.Side, cut.Side, 144);
        }
    }

    [Fact]
    public void A_clip_that_is_too_short_repeats_its_last_frame()
    {
        Cut cut = Cut.Draw(Clip with { Frames = 5 }, Recipe, 144, 8, new Random(1));
        Assert.Equal(4, cut.Frames[^1]);
        Assert.Equal(cut.Frames.Order(), cut.Frames);
    }

    [Fact]
    public void A_whole_picture_of_the_same_size_is_only_normalised()
    {
        byte[] rgb = [0, 51, 102, 153, 204, 255, 255, 0, 128, 10, 20, 30];
        float[] to = new float[12];
        new CropResizer(2).Fill(rgb, 2, Cut.Whole(Clip, 2), to);
        Assert.All(rgb.Zip(to), pair => Assert.Equal((pair.First / 127.5f) - 1, pair.Second, 1e-6f));
    }

    [Fact]
    public void Enlarging_blends_between_pixel_centres()
    {
        // One row per plane value: 0 and 100 in x; outputs lie at -0.25 (clamped), 0.25, 0.75, 1.25 (clamped) of the source.
        byte[] rgb = new byte[12];
        rgb[3] = rgb[9] = 100;
        float[] to = new float[48];
        new CropResizer(4).Fill(rgb, 2, Cut.Whole(Clip, 2), to);
        float[] reds = [.. Enumerable.Range(0, 4).Select(x => (to[x * 3] + 1) * 127.5f)];
        Assert.All(new[] { 0f, 25, 75, 100 }.Zip(reds), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
    }

    [Fact]
    public void Light_is_gain_then_shift_and_stays_within_the_range()
    {
        Cut cut = Cut.Whole(Clip, 1) with { Gain = [0.5f, 2, 1], Shift = 0.1f };
        float[] to = new float[3];
        new CropResizer(1).Fill([255, 255, 0], 1, cut, to);
        Assert.Equal(0.6f, to[0], 1e-5f);
        Assert.Equal(1f, to[1], 1e-5f);
        Assert.Equal(-0.9f, to[2], 1e-5f);
    }

    [Fact]
    public void Chance_depends_on_the_place_alone()
    {
        Assert.Equal(Seeds.Mix(1, 2, 3), Seeds.Mix(1, 2, 3));
        Assert.NotEqual(Seeds.Mix(1, 2, 3), Seeds.Mix(1, 3, 2));
        Assert.NotEqual(Seeds.Mix(1, 2), Seeds.Mix(2, 2));
    }
}
