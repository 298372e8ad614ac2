using SdCom.Edge.Core.Recognition;
using SdCom.Edge.Synthetic;

namespace SdCom.Edge.Core.Tests.Recognition;

/// <summary>Where a scene ends, seen on generated scenes.</summary>
public class SceneCutTests
{
    private const int Size = 96;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(320);

    [Fact]
    public void A_performance_is_one_scene_whatever_the_actor_and_the_camera_do()
    {
        for (ulong seed = 1; seed <= 40; seed++)
        {
            SceneCut cuts = new(Size);
            SyntheticScene scene = new(Gestures.Names[(int)seed % Gestures.Names.Count], Size, Size, seed);
            for (int i = 0; i < 12; i++)
                Assert.False(cuts.Sees(Picture(scene, Interval * i)), $"seed {seed}, frame {i}");
        }
    }

    [Fact]
    public void Another_scene_is_noticed_nearly_always_and_only_at_its_first_frame()
    {
        SceneCut cuts = new(Size);
        int noticed = 0;
        cuts.Sees(Picture(new SyntheticScene("hover", Size, Size, 100), TimeSpan.Zero));
        for (ulong seed = 101; seed <= 160; seed++)
        {
            SyntheticScene scene = new("hover", Size, Size, seed);
            noticed += cuts.Sees(Picture(scene, TimeSpan.Zero)) ? 1 : 0;
            Assert.False(cuts.Sees(Picture(scene, Interval)), $"seed {seed}");
        }

        Assert.True(noticed >= 54, $"{noticed} of 60");
    }

    [Fact]
    public void A_light_that_goes_on_is_no_cut()
    {
        SceneCut cuts = new(Size);
        byte[] dark = Picture(new SyntheticScene("hover", Size, Size, 3), TimeSpan.Zero);
        byte[] bright = [.. dark.Select(b => (byte)Math.Min(255, (b / 2) + 110))];
        cuts.Sees(dark);
        Assert.False(cuts.Sees(bright));
    }

    [Fact]
    public void A_covered_lens_is_a_cut_and_noise_on_a_dark_picture_is_none()
    {
        SceneCut cuts = new(Size);
        cuts.Sees(Picture(new SyntheticScene("hover", Size, Size, 3), TimeSpan.Zero));
        Assert.True(cuts.Sees(new byte[Size * Size * 3]));
        Random random = new(1);
        byte[] noise = new byte[Size * Size * 3];
        for (int i = 0; i < 20; i++)
        {
            for (int k = 0; k < noise.Length; k++)
                noise[k] = (byte)random.Next(30);
            Assert.False(cuts.Sees(noise) && i > 0);
        }
    }

    [Fact]
    public void After_a_reset_the_next_picture_is_the_first()
    {
        SceneCut cuts = new(Size);
        cuts.Sees(new byte[Size * Size * 3]);
        cuts.Reset();
        Assert.False(cuts.Sees(Picture(new SyntheticScene("hover", Size, Size, 3), TimeSpan.Zero)));
        Assert.Throws<ArgumentException>(() => cuts.Sees(new byte[3]));
    }

    private static byte[] Picture(SyntheticScene scene, TimeSpan time)
    {
        byte[] picture = new byte[scene.FrameBytes];
        scene.Render(time, picture);
        return picture;
    }
}
