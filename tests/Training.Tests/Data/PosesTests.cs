using SdCom.Edge.Synthetic;
using SdCom.Edge.Training.Data;

namespace SdCom.Edge.Training.Tests.Data;

/// <summary>Poses: mirrors, turns, and clips of one motion that agree.</summary>
public sealed class PosesTests
{
    [Fact]
    public void A_mirror_swaps_the_sides_and_twice_mirrored_is_as_before()
    {
        float[] pose = Drawn(1, frames: 1), once = new float[Poses.Length], twice = new float[Poses.Length];
        Poses.Mirror(pose, once);
        Poses.Mirror(once, twice);
        Assert.Equal(pose, twice);
        int right = IndexOf("right_wrist"), left = IndexOf("left_wrist"), head = IndexOf("head");
        Assert.Equal(-pose[3 * left], once[3 * right]);
        Assert.Equal(pose[(3 * left) + 1], once[(3 * right) + 1]);
        Assert.Equal(-pose[3 * head], once[3 * head]);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(-1.2)]
    public void The_angle_to_turned_poses_is_the_one_they_were_turned_by(double angle)
    {
        float[] poses = Drawn(2, frames: 4), turned = [.. poses];
        Poses.Turn(turned, angle);
        Assert.Equal(angle, Poses.AngleTo(poses, turned), 1e-5);
    }

    [Fact]
    public void Smoothing_leaves_what_stands_still_and_halves_a_joint_that_jumps_for_one_frame()
    {
        float[] poses = new float[5 * Poses.Length];
        Array.Fill(poses, 0.5f);
        poses[(2 * Poses.Length) + 7] = 1.5f;
        Poses.Smooth(poses);
        Assert.Equal(0.5f, poses[(2 * Poses.Length) + 6]);
        Assert.Equal(1, poses[(2 * Poses.Length) + 7]);
        Assert.Equal(0.75f, poses[(1 * Poses.Length) + 7]);
        Assert.Equal(0.5f, poses[7]);
    }

    [Fact]
    public void Of_three_looks_of_one_motion_the_one_that_errs_is_outvoted_and_each_keeps_its_own_lean()
    {
        float[] motion = Drawn(3, frames: 6), leaning = [.. motion], wrong = [.. motion];
        Poses.Turn(leaning, 0.1);
        wrong[(2 * Poses.Length) + 4] += 3;
        ClipPoses poses = new() { Stride = 1 };
        poses.Add("wave/S1_a0.mp4", [.. motion]);
        poses.Add("wave/S1_a1.mp4", leaning);
        poses.Add("wave/S1_a2.mp4", wrong);
        poses.Add("wave/S2_a0.mp4", Drawn(4, frames: 6));
        double moved = poses.Agree(@"_a\d+\.mp4$");
        Assert.InRange(moved, 1e-4, 0.1);

        float[] expected = [.. motion];
        Poses.Smooth(expected);
        Near(expected, Read(poses, "wave/S1_a0.mp4", 6));
        Near(expected, Read(poses, "wave/S1_a2.mp4", 6));
        Poses.Turn(expected, 0.1);
        Near(expected, Read(poses, "wave/S1_a1.mp4", 6));
    }

    [Fact]
    public void Without_a_pattern_no_clip_listens_to_another()
    {
        ClipPoses poses = new() { Stride = 1 };
        poses.Add("a", Drawn(5, frames: 3));
        poses.Add("b", Drawn(6, frames: 3));
        Assert.Equal(0, poses.Agree(looks: null));
        float[] alone = Drawn(5, frames: 3);
        Poses.Smooth(alone);
        Assert.Equal(alone, Read(poses, "a", 3));
    }

    // Within the turns' rounding; the clip that erred pulls the common angle a little.
    private static void Near(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 0.15));
    }

    private static float[] Read(ClipPoses poses, string name, int frames)
    {
        CachedClip clip = new(name, 0, "", 0, frames, 80);
        Assert.Equal(frames, poses.CountOf(clip));
        return [.. Enumerable.Range(0, frames).SelectMany(i => poses.Of(clip, i).ToArray())];
    }

    private static float[] Drawn(int seed, int frames)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, frames * Poses.Length).Select(_ => (float)((4 * random.NextDouble()) - 2))];
    }

    private static int IndexOf(string joint) => BodyJoints.Names.ToList().IndexOf(joint);
}
