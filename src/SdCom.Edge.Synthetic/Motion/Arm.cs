namespace SdCom.Edge.Synthetic.Motion;

/// <summary>
/// Where one arm points, in degrees. <c>Out</c>: away from the body to its own side, from 0 (hanging) over 90 (level) to 180 (overhead);
/// negative crosses the body, above 180 bends over the head. <c>Forward</c>: turned from there to the front, so that Out 0 with Forward 90
/// points at what the actor faces and with Forward 180 straight up. First the upper arm, then the forearm, both against the torso.
/// </summary>
internal readonly record struct Arm(double Out, double Forward, double ForeOut, double ForeForward)
{
    /// <summary>A straight arm in the plane of the body.</summary>
    public static Arm Straight(double outward) => new(outward, 4, outward, 8);

    public static Arm Between(in Arm a, in Arm b, double share) => new(
        a.Out + (b.Out - a.Out) * share,
        a.Forward + (b.Forward - a.Forward) * share,
        a.ForeOut + (b.ForeOut - a.ForeOut) * share,
        a.ForeForward + (b.ForeForward - a.ForeForward) * share);

    public Arm Plus(in Arm by, double gain) => new(
        Out + by.Out * gain, Forward + by.Forward * gain, ForeOut + by.ForeOut * gain, ForeForward + by.ForeForward * gain);
}
