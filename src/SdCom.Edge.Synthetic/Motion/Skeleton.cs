using SdCom.Edge.Synthetic.Drawing;
using SdCom.Edge.Synthetic.Look;

namespace SdCom.Edge.Synthetic.Motion;

/// <summary>A joint in the picture: where it is, how large things there look, and how near it is (body heights towards the camera).</summary>
internal readonly record struct Joint(Point At, float Scale, float Nearness);

/// <summary>The joints of one arm or leg, from the trunk outward.</summary>
internal readonly record struct Limb(Joint Root, Joint Middle, Joint End, Joint Tip);

/// <summary>Body units to pixels: where the hips are, how many pixels a body height takes, and how the figure leans.</summary>
internal readonly record struct Placement(double HipX, double HipY, double PixelsPerHeight, double LeanDegrees);

/// <summary>
/// Turns a pose into joints in the picture. Body axes have their origin between the hips: x to the actor's left (the right of the
/// picture when they face the camera), y up, z to the front. Lengths are those of an average adult, in body heights.
/// </summary>
internal readonly ref struct Skeleton
{
    public const double HipHeight = 0.45;
    private const double TrunkLength = 0.345, HipHalf = 0.046, TrunkDepth = 0.052;
    private const double UpperArm = 0.165, Forearm = 0.15, Hand = 0.04, Thigh = 0.22, Shin = 0.205, Foot = 0.055;

    private readonly Placement placement;
    private readonly double yawSin, yawCos, swaySin, swayCos, leanSin, leanCos, pitchSin, pitchCos;

    public Skeleton(scoped in BodyPose pose, ActorAppearance look, scoped in Placement placement)
    {
        this.placement = placement;
        (yawSin, yawCos) = SinCos(pose.Yaw);
        (swaySin, swayCos) = SinCos(pose.Sway);
        (leanSin, leanCos) = SinCos(placement.LeanDegrees);
        (pitchSin, pitchCos) = SinCos(look.CameraPitch);

        double shoulders = look.Shoulders, trunk = TrunkLength;
        RightArm = LimbFrom(-shoulders, trunk, pose.Right, -1, UpperArm * look.Arms, Forearm * look.Arms, 1);
        LeftArm = LimbFrom(shoulders, trunk, pose.Left, 1, UpperArm * look.Arms, Forearm * look.Arms, 1);
        RightLeg = LimbFrom(-HipHalf, 0, pose.RightLeg, -1, Thigh * look.Legs, Shin * look.Legs, 0);
        LeftLeg = LimbFrom(HipHalf, 0, pose.LeftLeg, 1, Thigh * look.Legs, Shin * look.Legs, 0);
        // The trunk is a box: seen from the side its depth remains.
        ChestHalf = (float)((shoulders * Math.Abs(yawCos) + TrunkDepth * Math.Abs(yawSin)) * placement.PixelsPerHeight);
        WaistHalf = (float)(((0.25 * shoulders + 0.062) * Math.Abs(yawCos) + 0.9 * TrunkDepth * Math.Abs(yawSin)) * placement.PixelsPerHeight);
        Chest = Project(0, trunk, 0, 1);
        Waist = Project(0, 0, 0, 1);
        double nod = pose.HeadTilt;
        (double tiltSin, double tiltCos) = SinCos(nod);
        Neck = Project(0, trunk + 0.01, 0.005, 1);
        Head = Project(0.095 * tiltSin, trunk + 0.03 + 0.08 * tiltCos, 0.012, 1);
        double facing = pose.Yaw - pose.HeadTurn;
        (double faceSin, double faceCos) = SinCos(facing);
        FaceX = (float)-faceSin;
        FaceZ = (float)faceCos;
    }

    public Limb RightArm { get; }

    public Limb LeftArm { get; }

    public Limb RightLeg { get; }

    public Limb LeftLeg { get; }

    public Joint Chest { get; }

    public Joint Waist { get; }

    public Joint Neck { get; }

    public Joint Head { get; }

    /// <summary>Half widths of the trunk in pixels at the shoulders and at the hips.</summary>
    public float ChestHalf { get; }

    public float WaistHalf { get; }

    /// <summary>Where the face looks: -1 the left of the picture, 1 its right.</summary>
    public float FaceX { get; }

    /// <summary>1 when the face looks into the camera, -1 when it looks away.</summary>
    public float FaceZ { get; }

    private Limb LimbFrom(double x, double y, in Arm bend, double side, double upper, double lower, double swayShare)
    {
        Joint root = Project(x, y, 0, swayShare);
        Step(ref x, ref y, out double z, 0, bend.Out, bend.Forward, side, upper);
        Joint middle = Project(x, y, z, swayShare);
        Step(ref x, ref y, out z, z, bend.ForeOut, bend.ForeForward, side, lower);
        Joint end = Project(x, y, z, swayShare);
        if (swayShare == 0) return new Limb(root, middle, end, Project(x + side * 0.012, y - 0.012, z + Foot, 0)); // a foot points ahead
        Step(ref x, ref y, out z, z, bend.ForeOut, bend.ForeForward, side, Hand);
        return new Limb(root, middle, end, Project(x, y, z, swayShare));
    }

    private static void Step(ref double x, ref double y, out double z, double fromZ, double outward, double forward, double side, double length)
    {
        (double outSin, double outCos) = SinCos(outward);
        (double forwardSin, double forwardCos) = SinCos(forward);
        x += side * outSin * forwardCos * length;
        y -= outCos * forwardCos * length;
        z = fromZ + forwardSin * length;
    }

    private Joint Project(double x, double y, double z, double swayShare)
    {
        (x, z) = (x * yawCos - z * yawSin, x * yawSin + z * yawCos);
        if (swayShare > 0) (x, y) = (x * swayCos + y * swaySin, y * swayCos - x * swaySin);
        y = y * pitchCos - z * pitchSin;
        (x, y) = (x * leanCos + y * leanSin, y * leanCos - x * leanSin);
        double scale = 1 / (1 - 0.15 * z); // a camera some seven body heights away
        return new Joint(
            new Point((float)(placement.HipX + x * scale * placement.PixelsPerHeight), (float)(placement.HipY - y * scale * placement.PixelsPerHeight)),
            (float)scale, (float)z);
    }

    private static (double Sin, double Cos) SinCos(double degrees) => (Wave.Sin(degrees / 360), Wave.Cos(degrees / 360));
}
