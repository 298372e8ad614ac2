namespace SdCom.Edge.Synthetic;

/// <summary>Where a joint of the actor is in a frame.</summary>
/// <param name="X">Pixels from the left edge; outside the frame for what the picture cuts off.</param>
/// <param name="Y">Pixels from the upper edge.</param>
/// <param name="Nearness">How much nearer to the camera than the hips, in body heights; negative is farther.</param>
public readonly record struct BodyJoint(float X, float Y, float Nearness);

/// <summary>The actor's joints at one moment: what a renderer knows and a camera has to guess.</summary>
public sealed class BodyJoints
{
    private readonly BodyJoint[] joints = new BodyJoint[Names.Count];

    /// <summary>The joints' names, in their order; left and right are the actor's own.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "head", "neck",
        "right_shoulder", "right_elbow", "right_wrist", "right_hand", "left_shoulder", "left_elbow", "left_wrist", "left_hand",
        "right_hip", "right_knee", "right_ankle", "left_hip", "left_knee", "left_ankle",
    ];

    /// <summary>Pixels of a body height.</summary>
    public float PixelsPerHeight { get; private set; }

    /// <summary>One entry for each of <see cref="Names"/>.</summary>
    public ReadOnlySpan<BodyJoint> All => joints;

    /// <summary>The point between the hips, from which positions are best told.</summary>
    public BodyJoint Hips { get; private set; }

    internal void Set(in Motion.Skeleton body, float pixelsPerHeight)
    {
        PixelsPerHeight = pixelsPerHeight;
        Hips = Joint(body.Waist);
        int at = 0;
        joints[at++] = Joint(body.Head);
        joints[at++] = Joint(body.Neck);
        at = SetLimb(at, body.RightArm, tip: true);
        at = SetLimb(at, body.LeftArm, tip: true);
        at = SetLimb(at, body.RightLeg, tip: false);
        SetLimb(at, body.LeftLeg, tip: false);
    }

    private static BodyJoint Joint(in Motion.Joint joint) => new(joint.At.X, joint.At.Y, joint.Nearness);

    private int SetLimb(int at, in Motion.Limb limb, bool tip)
    {
        joints[at++] = Joint(limb.Root);
        joints[at++] = Joint(limb.Middle);
        joints[at++] = Joint(limb.End);
        if (tip)
            joints[at++] = Joint(limb.Tip);
        return at;
    }
}
