using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using SdCom.Edge.Core;
using SdCom.Edge.Training.Data;
using SdCom.Edge.Training.Recipes;

namespace SdCom.Edge.Training.Tests.Data;

public sealed class CutTests
{
    private static readonly string[] Classes = ["left", "right", "up"];
    private static readonly CachedClip Clip = new("c", 0, "S1", 0, 38, 80);
    private static readonly DataRecipe Recipe = new() { Clips = "", IntervalMs = 320, CacheSize = 144, CropMin = 108 };

    [Fact]
    public void Frames_lie_in_the_clip_about_one_interval_apart()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Cut cut = Draw(Clip, Recipe, seed);
            Assert.InRange(cut.Frames[0], 0, 37);
            Assert.InRange(cut.Frames[^1], 0, 37);
            Assert.All(cut.Frames.Zip(cut.Frames.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 3, 5));
            Assert.InRange(cut.Width, 108, 144);
            Assert.Equal(cut.Width, cut.Height);
            Assert.InRange(cut.Left + cut.Width, cut.Width, 144);
            Assert.InRange(cut.Top + cut.Width, cut.Width, 144);
            Assert.False(cut.Mirrored);
            Assert.Equal(0, cut.Degrees);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_cuts_and_pixels_that_it_always_gave()
    {
        // Digests of version 0.1.0's cuts, taken before the other samplings and crops existed.
        StringBuilder text = new();
        using IncrementalHash pixels = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] rgb = new byte[144 * 144 * 3];
        new Random(5).NextBytes(rgb);
        float[] to = new float[64 * 64 * 3];
        CropResizer resizer = new(64);
        Cutter cutter = new(Recipe, Classes, 144);
        for (int seed = 0; seed < 100; seed++)
        {
            Cut cut = cutter.Draw(new CachedClip("c", 0, "S1", 0, 20 + seed, 80), 8, Seeds.At(1, 2, seed));
            text.Append(CultureInfo.InvariantCulture, $"{string.Join(',', cut.Frames)} {cut.Left} {cut.Top} {cut.Width} {string.Join(',', cut.Gain.Select(BitConverter.SingleToInt32Bits))} {BitConverter.SingleToInt32Bits(cut.Shift)}\n");
            resizer.Fill(rgb, 144, cut, to);
            pixels.AppendData(MemoryMarshal.AsBytes(to.AsSpan()));
        }

        Assert.StartsWith("0,4,8,11,15,19,19,19 6 8 124 ", text.ToString(), StringComparison.Ordinal);
        Assert.Equal("1a0f724ca02a651a", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16]);
        Assert.Equal("1151227f1bd1ff12", Convert.ToHexStringLower(pixels.GetHashAndReset())[..16]);
    }

    [Fact]
    public void A_mirrored_clip_is_of_the_class_that_its_mirror_picture_shows()
    {
        Dictionary<string, string> mirror = new() { ["left"] = "right", ["right"] = "left" };
        Cutter cutter = new(Recipe with { Flip = 0.5, FlipClasses = mirror }, Classes, 144);
        int mirrored = 0;
        for (int seed = 0; seed < 50; seed++)
        {
            for (int label = 0; label < 3; label++)
            {
                CachedClip clip = Clip with { Label = label };
                Cut cut = cutter.Draw(clip, 8, Seeds.At(1, seed, label));
                mirrored += cut.Mirrored ? 1 : 0;
                Assert.Equal(cut.Mirrored ? new[] { 1, 0, 2 }[label] : label, cutter.Seen(clip, cut).Label);
            }
        }

        Assert.InRange(mirrored, 50, 100);
        InputException e = Assert.Throws<InputException>(() => new Cutter(Recipe with { FlipClasses = new Dictionary<string, string> { ["left"] = "rihgt" } }, Classes, 144));
        Assert.Equal("data.flipClasses must name classes of the data, got 'rihgt'; there are left, right, up.", e.Message);
    }

    [Fact]
    public void A_clip_that_is_too_short_repeats_its_last_frame()
    {
        Cut cut = Draw(Clip with { Frames = 5 }, Recipe, 1);
        Assert.Equal(4, cut.Frames[^1]);
        Assert.Equal(cut.Frames.Order(), cut.Frames);
    }

    [Fact]
    public void Flips_come_as_often_as_asked_and_never_to_the_classes_that_forbid_them()
    {
        DataRecipe recipe = Recipe with { Flip = 0.5, NoFlipClasses = ["left", "right"] };
        int up = Enumerable.Range(0, 400).Count(seed => Draw(Clip with { Label = 2 }, recipe, seed).Mirrored);
        Assert.InRange(up, 160, 240);
        Assert.DoesNotContain(Enumerable.Range(0, 400), seed => Draw(Clip with { Label = seed % 2 }, recipe, seed).Mirrored);
        Assert.Equal(
            "data.noFlipClasses must name classes of the data, got 'down'; there are left, right, up.",
            Assert.Throws<InputException>(() => new Cutter(recipe with { NoFlipClasses = ["down"] }, Classes, 144)).Message);
    }

    [Fact]
    public void Switching_an_augmentation_on_leaves_the_other_chances_as_they_were()
    {
        Cut plain = Draw(Clip, Recipe, 3), turned = Draw(Clip, Recipe with { Flip = 0.5, Rotation = 10 }, 3);
        Assert.Equal(plain.Frames, turned.Frames);
        Assert.Equal((plain.Left, plain.Top, plain.Width, plain.Shift), (turned.Left, turned.Top, turned.Width, turned.Shift));
        Assert.InRange(Math.Abs(turned.Degrees), 0.01, 10);
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
    public void Mirroring_reverses_every_row()
    {
        byte[] rgb = new byte[5 * 5 * 3];
        new Random(1).NextBytes(rgb);
        float[] plain = new float[27], mirrored = new float[27];
        CropResizer resizer = new(3);
        resizer.Fill(rgb, 5, Cut.Whole(Clip, 5), plain);
        resizer.Fill(rgb, 5, Cut.Whole(Clip, 5) with { Mirrored = true }, mirrored);
        for (int y = 0; y < 3; y++)
        {
            for (int x = 0; x < 3; x++)
                Assert.Equal(plain.AsSpan(((y * 3) + x) * 3, 3).ToArray(), mirrored.AsSpan(((y * 3) + 2 - x) * 3, 3).ToArray());
        }
    }

    [Fact]
    public void A_quarter_turn_moves_the_corners_on_and_keeps_the_middle()
    {
        byte[] rgb = new byte[27];
        for (int i = 0; i < 9; i++)
            rgb[i * 3] = (byte)(10 * i); // reds 0 10 20 / 30 40 50 / 60 70 80
        float[] to = new float[27];
        new CropResizer(3).Fill(rgb, 3, Cut.Whole(Clip, 3) with { Degrees = 90 }, to);
        Assert.All(new[] { 20f, 50, 80, 10, 40, 70, 0, 30, 60 }.Zip(Enumerable.Range(0, 9)), pair => Assert.Equal(pair.First, (to[pair.Second * 3] + 1) * 127.5f, 1e-3f));
    }

    [Fact]
    public void A_part_that_is_not_square_is_stretched_to_the_square()
    {
        byte[] rgb = new byte[4 * 4 * 3];
        rgb[3] = 100; // second pixel of the first row
        rgb[(4 * 3) + 3] = 100; // and of the second
        float[] to = new float[12];
        new CropResizer(2).Fill(rgb, 4, Cut.Whole(Clip, 4) with { Width = 2 }, to);
        Assert.Equal([0f, 100, 0, 0], Enumerable.Range(0, 4).Select(i => MathF.Round((to[i * 3] + 1) * 127.5f)));
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

    private static Cut Draw(CachedClip clip, DataRecipe recipe, int seed) => new Cutter(recipe, Classes, 144).Draw(clip, 8, new Random(seed));
}
