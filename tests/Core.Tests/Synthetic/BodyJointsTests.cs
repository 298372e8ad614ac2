namespace SdCom.Edge.Synthetic.Tests;

public class BodyJointsTests
{
    [Fact]
    public void Level_arms_are_where_a_person_holds_them_out()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            BodyJoints joints = At(new SyntheticScene("hover", 128, 128, seed), 1);
            float height = joints.PixelsPerHeight;
            foreach (string side in new[] { "right", "left" })
            {
                // The actor faces the camera: their right is the picture's left.
                float outward = side == "right" ? -1 : 1;
                BodyJoint shoulder = Named(joints, $"{side}_shoulder"), wrist = Named(joints, $"{side}_wrist");
                Assert.InRange((wrist.X - shoulder.X) * outward / height, 0.2, 0.4); // an arm's length is about 0.31
                Assert.InRange(Math.Abs(wrist.Y - shoulder.Y) / height, 0, 0.2); // the figure may lean
            }

            Assert.True(Named(joints, "head").Y < Named(joints, "neck").Y && Named(joints, "neck").Y < joints.Hips.Y && joints.Hips.Y < Named(joints, "left_knee").Y);
        }
    }

    [Fact]
    public void The_picture_shows_the_arms_where_the_joints_are()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            // The same seed is the same actor, place and camera: only arms and hands differ between two gestures.
            SyntheticScene level = new("hover", 128, 128, seed), low = new("land", 128, 128, seed);
            byte[] one = new byte[level.FrameBytes], other = new byte[low.FrameBytes];
            level.Render(TimeSpan.FromSeconds(1), one);
            low.Render(TimeSpan.FromSeconds(1), other);
            BodyJoints joints = At(level, 1);
            float below = 0.4f * joints.PixelsPerHeight;
            foreach (string name in new[] { "right_wrist", "left_wrist" })
            {
                BodyJoint wrist = Named(joints, name);
                int there = Change(one, other, wrist), elsewhere = Change(one, other, wrist with { Y = wrist.Y + below });
                Assert.True(there > 3 * elsewhere + 300, $"seed {seed}, {name}: {there} at the wrist, {elsewhere} below it");
            }
        }
    }

    [Fact]
    public void Stepping_forward_brings_a_hand_nearer()
    {
        BodyJoints joints = At(new SyntheticScene("land", 128, 128, 3), 0.5);
        Assert.True(Named(joints, "right_wrist").Nearness > 0.02); // hands low before the body
        Assert.InRange(joints.Hips.Nearness, -0.02, 0.02);
    }

    [Fact]
    public void Improvised_arms_go_everywhere_that_arms_reach()
    {
        HashSet<(int, int)> places = [];
        for (ulong seed = 0; seed < 400; seed++)
        {
            BodyJoints joints = At(new SyntheticScene(Gestures.Improvised(seed), 64, 64, seed), 0.7);
            BodyJoint wrist = Named(joints, "left_wrist"), shoulder = Named(joints, "left_shoulder");
            places.Add((Cell(wrist.X - shoulder.X), Cell(wrist.Y - shoulder.Y)));

            int Cell(float pixels) => (int)MathF.Floor(pixels / joints.PixelsPerHeight / 0.12f);
        }

        foreach ((int x, int y) in new[] { (1, 0), (1, -1), (0, -2), (0, -1), (0, 0), (0, 1), (1, 1), (-1, 0), (-1, -1) })
            Assert.Contains((x, y), places);
    }

    [Fact]
    public void Improvised_arms_repeat_with_their_seed()
    {
        BodyJoints one = At(new SyntheticScene(Gestures.Improvised(5), 64, 64, 5), 2), other = At(new SyntheticScene(Gestures.Improvised(5), 64, 64, 5), 2);
        Assert.Equal(one.All.ToArray(), other.All.ToArray());
    }

    private static BodyJoints At(SyntheticScene scene, double seconds)
    {
        BodyJoints joints = new();
        scene.Locate(TimeSpan.FromSeconds(seconds), joints);
        return joints;
    }

    private static BodyJoint Named(BodyJoints joints, string name) => joints.All[BodyJoints.Names.ToList().IndexOf(name)];

    private static int Change(byte[] before, byte[] after, BodyJoint around)
    {
        int sum = 0;
        for (int y = (int)around.Y - 2; y <= around.Y + 2; y++)
        {
            for (int x = (int)around.X - 2; x <= around.X + 2; x++)
            {
                if (x is < 0 or >= 128 || y is < 0 or >= 128)
                    continue;
                for (int c = 0; c < 3; c++)
                    sum += Math.Abs(before[(((y * 128) + x) * 3) + c] - after[(((y * 128) + x) * 3) + c]);
            }
        }

        return sum;
    }
}
