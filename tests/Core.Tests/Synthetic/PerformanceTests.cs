using SdCom.Edge.Synthetic.Drawing;
using SdCom.Edge.Synthetic.Look;
using SdCom.Edge.Synthetic.Motion;

namespace SdCom.Edge.Synthetic.Tests;

/// <summary>The choreography, checked on joints instead of pixels: pictures are 1000 pixels a body height, hips at the origin.</summary>
public class PerformanceTests
{
    public static TheoryData<string> Names => new(Gestures.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void Held_gestures_hold_and_the_others_move(string action)
    {
        if (action == "idle") return; // some of its kinds hold, some move
        Assert.True(Gestures.TryGet(action, out Gesture? gesture));
        for (ulong seed = 0; seed < 20; seed++)
        {
            double travel = Math.Max(Travel(gesture, seed, (in Skeleton s) => s.RightArm.End.At), Travel(gesture, seed, (in Skeleton s) => s.LeftArm.End.At));
            if (gesture.IsHeld) Assert.InRange(travel, 0, 110);
            else Assert.True(travel > 130, $"seed {seed} moves its hands by only {travel:F0}");
        }
    }

    [Fact]
    public void The_right_arm_is_at_the_left_of_the_picture()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            // move_to_left points with the right arm, move_to_right with the left one; the other hand stays on its own side or overhead.
            foreach (Joints at in Moments("move_to_left", seed)) Assert.InRange(at.RightHand.X, -560, -290);
            foreach (Joints at in Moments("move_to_right", seed)) Assert.InRange(at.LeftHand.X, 290, 560);
            Assert.Contains(Moments("all_clear", seed), at => at.RightHand.X < -250);
            Assert.DoesNotContain(Moments("all_clear", seed), at => at.LeftHand.X > 260);
        }
    }

    [Fact]
    public void Hover_spreads_the_arms_and_land_crosses_them_low()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            foreach (Joints at in Moments("hover", seed)) Assert.True(at.LeftHand.X - at.RightHand.X > 600);
            foreach (Joints at in Moments("land", seed)) Assert.True(Math.Abs(at.LeftHand.X - at.RightHand.X) < 160 && at.RightHand.Y > -170);
        }
    }

    [Fact]
    public void Wave_off_brings_the_hands_together_overhead_and_move_upward_does_not()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            Assert.Contains(Moments("wave_off", seed), at => Overhead(at) && at.LeftHand.X - at.RightHand.X < 170);
            Assert.DoesNotContain(Moments("move_upward", seed), at => Overhead(at) && at.LeftHand.X - at.RightHand.X < 40);
            Assert.Contains(Moments("move_upward", seed), Overhead);
        }

        static bool Overhead(Joints at) => at.LeftHand.Y < -430 && at.RightHand.Y < -430;
    }

    [Fact]
    public void Landing_direction_is_seen_in_profile_reaching_to_the_left()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            Assert.Contains(Moments("landing_direction", seed), at => at.LeftHand.X < -200 && at.RightHand.X < -200);
            Assert.DoesNotContain(Moments("landing_direction", seed), at => at.LeftHand.X > 150 || at.RightHand.X > 150);
        }
    }

    [Fact]
    public void Tempo_differs_between_actors()
    {
        Assert.True(Gestures.TryGet("move_ahead", out Gesture? gesture));
        double[] crossings = [.. Enumerable.Range(0, 12).Select(seed => (double)Beats(gesture, (ulong)seed)).Distinct()];
        Assert.True(crossings.Length > 2);
    }

    private static int Beats(Gesture gesture, ulong seed)
    {
        Performance performance = new(gesture, new Seeded(seed));
        int beats = 0;
        for (double t = 0; t < 20; t += 0.08)
            if (performance.At(t).Right.ForeOut + performance.At(t).Right.ForeForward < 110 && performance.At(t + 0.08).Right.ForeOut + performance.At(t + 0.08).Right.ForeForward >= 110) beats++;
        return beats;
    }

    private static double Travel(Gesture gesture, ulong seed, HandOf hand)
    {
        Performance performance = new(gesture, new Seeded(seed));
        ActorAppearance look = ActorAppearance.Draw(new Seeded(seed, 5), default);
        double left = double.MaxValue, right = double.MinValue, top = double.MaxValue, bottom = double.MinValue;
        for (double t = 0; t < 4; t += 0.08)
        {
            Point at = hand(new Skeleton(performance.At(t), look, new Placement(0, 0, 1000, 0)));
            (left, right, top, bottom) = (Math.Min(left, at.X), Math.Max(right, at.X), Math.Min(top, at.Y), Math.Max(bottom, at.Y));
        }

        return Math.Max(right - left, bottom - top);
    }

    private static IEnumerable<Joints> Moments(string action, ulong seed)
    {
        Assert.True(Gestures.TryGet(action, out Gesture? gesture));
        Performance performance = new(gesture, new Seeded(seed));
        ActorAppearance look = ActorAppearance.Draw(new Seeded(seed, 5), default);
        for (double t = 0; t < 4; t += 0.08) yield return JointsOf(performance.At(t), look);
    }

    private static Joints JointsOf(in BodyPose pose, ActorAppearance look)
    {
        Skeleton body = new(pose, look, new Placement(0, 0, 1000, 0));
        return new Joints(body.RightArm.Tip.At, body.LeftArm.Tip.At);
    }

    private delegate Point HandOf(in Skeleton body);

    private readonly record struct Joints(Point RightHand, Point LeftHand);
}
