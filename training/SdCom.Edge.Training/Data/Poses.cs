using SdCom.Edge.Synthetic;

namespace SdCom.Edge.Training.Data;

/// <summary>Arithmetic of poses. A pose is x, y and nearness of every joint of <see cref="BodyJoints.Names"/>, from the hips, in thirds of a body height.</summary>
public static class Poses
{
    private static readonly int[] Others = [.. BodyJoints.Names.Select(OtherSide)];

    /// <summary>Numbers of one pose.</summary>
    public static int Length { get; } = 3 * BodyJoints.Names.Count;

    /// <summary>The pose as a mirror shows it: the sides change places, x its sign.</summary>
    public static void Mirror(ReadOnlySpan<float> pose, Span<float> to)
    {
        for (int joint = 0; joint < Others.Length; joint++)
        {
            ReadOnlySpan<float> from = pose.Slice(3 * Others[joint], 3);
            (to[3 * joint], to[(3 * joint) + 1], to[(3 * joint) + 2]) = (-from[0], from[1], from[2]);
        }
    }

    /// <summary>Turns poses about the hips in the picture's plane, in radians.</summary>
    public static void Turn(Span<float> poses, double angle)
    {
        (float sin, float cos) = ((float)Math.Sin(angle), (float)Math.Cos(angle));
        for (int i = 0; i < poses.Length; i += 3)
            (poses[i], poses[i + 1]) = ((poses[i] * cos) - (poses[i + 1] * sin), (poses[i] * sin) + (poses[i + 1] * cos));
    }

    /// <summary>The angle by which <paramref name="poses"/> must be turned to come nearest to others of the same frames (Kabsch 1976, in two dimensions).</summary>
    public static double AngleTo(ReadOnlySpan<float> poses, ReadOnlySpan<float> others)
    {
        double along = 0, across = 0;
        for (int i = 0; i < poses.Length; i += 3)
        {
            along += (poses[i] * (double)others[i]) + (poses[i + 1] * (double)others[i + 1]);
            across += (poses[i] * (double)others[i + 1]) - (poses[i + 1] * (double)others[i]);
        }

        return Math.Atan2(across, along);
    }

    /// <summary>Each pose becomes the mean of itself, twice, and its neighbours in time: a joint does not jump there and back between two frames.</summary>
    public static void Smooth(Span<float> poses)
    {
        float[] before = poses.ToArray();
        int last = before.Length - Length;
        for (int i = 0; i < poses.Length; i++)
            poses[i] = (before[Math.Max(i - Length, i % Length)] + (2 * before[i]) + before[Math.Min(i + Length, last + (i % Length))]) / 4;
    }

    private static int OtherSide(string joint)
    {
        string other = joint.StartsWith("right_", StringComparison.Ordinal) ? "left_" + joint["right_".Length..]
            : joint.StartsWith("left_", StringComparison.Ordinal) ? "right_" + joint["left_".Length..]
            : joint;
        return BodyJoints.Names.ToList().IndexOf(other);
    }
}
