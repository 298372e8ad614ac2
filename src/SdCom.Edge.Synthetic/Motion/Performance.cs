using SdCom.Edge.Synthetic.Drawing;

namespace SdCom.Edge.Synthetic.Motion;

/// <summary>
/// One actor's way of performing a gesture: tempo, amplitude, starting phase, sides that differ a little and joints that are never
/// quite still, all drawn from the seed. The pose at a time is a pure function of that time.
/// </summary>
internal sealed class Performance
{
    private readonly Variant variant;
    private readonly Key[] keys;
    private readonly Jitter rightJitter, leftJitter, bodyJitter;
    private readonly double period, start, leftLag, snap, uneven, stance, kneeBend, yaw, swayGain, direction, pace;

    public Performance(Gesture gesture, Seeded random)
    {
        variant = gesture.Variants[random.Below(gesture.Variants.Length)];
        keys = Personal(variant, gesture.MayMirror && random.Chance(0.5), random);
        period = random.Between(variant.Fastest, variant.Slowest);
        start = random.Next();
        leftLag = 0.03 * random.Bell();
        snap = random.Between(0.4, 1);
        uneven = 0.03 * random.Next();
        stance = random.Between(0, 5);
        kneeBend = random.Between(0, 6);
        yaw = variant.Yaw + 14 * random.Bell();
        swayGain = random.Between(0.5, 1.6);
        direction = random.Chance(0.5) ? 1 : -1;
        pace = random.Between(0.35, 0.8);
        rightJitter = new Jitter(random);
        leftJitter = new Jitter(random);
        bodyJitter = new Jitter(random);
    }

    public BodyPose At(double seconds)
    {
        double cycle = start + seconds / period;
        cycle += uneven * Wave.Sin(cycle * 0.37); // nobody keeps time exactly
        Arm right = rightJitter.Loosen(ArmAt(cycle, left: false), seconds);
        Arm left = leftJitter.Loosen(ArmAt(cycle + leftLag, left: true), seconds);
        // The trunk gives way to the heavier side: away from a lone raised arm.
        double sway = swayGain * (0.035 * (right.Out - left.Out) * Wave.Cos(yaw / 360) + variant.Restlessness * bodyJitter.Slow(seconds, 0));
        BodyPose standing = new()
        {
            Right = right,
            Left = left,
            RightLeg = new(stance, kneeBend, stance * 0.6, -kneeBend),
            LeftLeg = new(stance, kneeBend, stance * 0.6, -kneeBend),
            Yaw = yaw + 4 * bodyJitter.Slow(seconds, 1),
            Sway = sway,
            HeadTilt = 4 * bodyJitter.Slow(seconds, 2),
            HeadTurn = 16 * bodyJitter.Slow(seconds, 3),
            ShiftX = 0.01 * variant.Restlessness * bodyJitter.Slow(seconds, 4),
            ShiftY = 0.004 * bodyJitter.Slow(seconds, 5),
        };
        return variant.Gait switch
        {
            Gait.WalkingThrough => Walk(standing, cycle, seconds, across: true),
            Gait.Strolling => Walk(standing, cycle, seconds, across: false),
            Gait.LookingRound => standing with { HeadTurn = 55 * Wave.Sin(seconds / 3.1 + start) },
            _ => standing,
        };
    }

    private Arm ArmAt(double cycle, bool left)
    {
        double phase = cycle - Math.Floor(cycle);
        int next = 0;
        while (next < keys.Length && keys[next].Phase <= phase) next++;
        ref readonly Key from = ref keys[(next + keys.Length - 1) % keys.Length];
        ref readonly Key to = ref keys[next % keys.Length];
        double length = to.Phase - from.Phase, into = phase - from.Phase;
        if (length <= 0) length += 1;
        if (into < 0) into += 1;
        double linear = into / length, share = linear + (Wave.Ease(linear) - linear) * snap;
        return left ? Arm.Between(from.Left, to.Left, share) : Arm.Between(from.Right, to.Right, share);
    }

    private BodyPose Walk(in BodyPose standing, double cycle, double seconds, bool across)
    {
        double swing = across ? 24 : 12, step = Wave.Sin(cycle), bend = across ? 26 : 16;
        Arm rightLeg = new(2, swing * step, 2, swing * step - bend * Math.Max(0, Wave.Cos(cycle)) - 4);
        Arm leftLeg = new(2, -swing * step, 2, -swing * step - bend * Math.Max(0, -Wave.Cos(cycle)) - 4);
        BodyPose walking = standing with
        {
            RightLeg = rightLeg,
            LeftLeg = leftLeg,
            Right = standing.Right.Plus(new(0, -0.9 * swing, 0, -0.9 * swing + 8), step),
            Left = standing.Left.Plus(new(0, 0.9 * swing, 0, 0.9 * swing + 8), step),
            ShiftY = 0.008 * Wave.Cos(2 * cycle),
        };
        if (!across) return walking with { ShiftX = 0.03 * Wave.Sin(cycle / 5 + start) };
        // To one side, round, and back: a live camera never loses its actor.
        double lap = seconds * pace / 4 + start, there = 2 * Math.Abs(lap - Math.Floor(lap + 0.5)); // 0 to 1 to 0
        double heading = Math.Clamp(Wave.Sin(lap) * 8, -1, 1) * direction;
        return walking with { ShiftX = direction * (there - 0.5) * 0.8, Yaw = -86 * heading };
    }

    private static Key[] Personal(Variant variant, bool mirrored, Seeded random)
    {
        Key[] own = new Key[variant.Keys.Length];
        double loose = variant.Looseness;
        Arm wholeRight = Stray(loose * 0.6), wholeLeft = Stray(loose * 0.6), shared = Stray(loose * 0.6);
        double late = 0.05 * random.Bell();
        for (int i = 0; i < own.Length; i++)
        {
            (double phase, Arm right, Arm left) = variant.Keys[i];
            if (mirrored) (right, left) = (left, right);
            Arm both = Stray(loose * 0.4).Plus(shared, 1);
            right = right.Plus(wholeRight, 1).Plus(both, 1).Plus(Stray(loose * 0.3), 1);
            left = left.Plus(wholeLeft, 1).Plus(both, 1).Plus(Stray(loose * 0.3), 1);
            own[i] = new Key(i == 0 ? phase : phase + late * (1 - phase), right, left);
        }

        return own;

        Arm Stray(double degrees)
        {
            double upper = random.Bell(), fore = 0.5 * upper + 0.8 * random.Bell();
            return new Arm(degrees * upper, degrees * random.Bell(), degrees * fore, degrees * random.Bell());
        }
    }
}
