namespace SdCom.Edge.Synthetic.Motion;

/// <summary>Gestures that move to the front of the actor and so look short in the picture, or are seen in profile.</summary>
internal static class TowardCamera
{
    /// <summary>In profile, facing the left of the picture: both arms reach ahead and fold up to the head.</summary>
    public static readonly Gesture LandingDirection = new("landing_direction",
        new Variant(1.15, 1.75,
            Both(0.00, new(2, 84, 2, 88)),
            Both(0.20, new(2, 84, 2, 88)),
            Both(0.36, new(4, 92, 4, 140)),
            Both(0.56, new(4, 100, 4, 206)),
            Both(0.68, new(4, 100, 4, 204)),
            Both(0.86, new(4, 92, 4, 136)))
        { Yaw = 90 },
        new Variant(1.15, 1.75,
            Both(0.00, new(2, 92, 2, 98)),
            Both(0.16, new(2, 92, 2, 98)),
            Both(0.34, new(4, 112, 4, 150)),
            Both(0.54, new(4, 132, 4, 196)),
            Both(0.66, new(4, 132, 4, 194)),
            Both(0.84, new(4, 112, 4, 146)))
        { Yaw = 90 });

    /// <summary>Both forearms beckon: from low before the hips up to the shoulders, quickly, elbows close to the body.</summary>
    public static readonly Gesture MoveAhead = new("move_ahead",
        new Variant(0.95, 1.45,
            Both(0.00, new(14, 14, 22, 46)),
            Both(0.10, new(14, 14, 22, 46)),
            Both(0.48, new(18, 28, 14, 150)),
            Both(0.62, new(18, 28, 12, 154))),
        new Variant(1.0, 1.75,
            Both(0.00, new(34, 12, 38, 34)),
            Both(0.10, new(34, 12, 38, 34)),
            Both(0.30, new(44, 18, 104, 52)),
            Both(0.50, new(48, 20, 166, 28)),
            Both(0.64, new(48, 20, 168, 26)),
            Both(0.84, new(42, 18, 106, 52))),
        new Variant(0.95, 1.5,
            Both(0.00, new(18, 26, 48, 62)),
            Both(0.12, new(18, 26, 48, 62)),
            Both(0.48, new(22, 34, 170, 38)),
            Both(0.64, new(22, 34, 174, 36))));

    /// <summary>Both hands rise, elbows wide, to the shoulders or the forehead, press down to the sides and rest there.</summary>
    public static readonly Gesture SlowDown = new("slow_down",
        new Variant(1.2, 2.0,
            Both(0.00, new(50, 20, 176, 34)),
            Both(0.16, new(50, 20, 176, 34)),
            Both(0.30, new(36, 24, 90, 66)),
            Both(0.44, Low),
            Both(0.74, Low),
            Both(0.88, new(38, 24, 100, 66))),
        new Variant(1.2, 2.0,
            Both(0.00, new(76, 14, 100, 68)),
            Both(0.18, new(76, 14, 100, 68)),
            Both(0.32, new(44, 18, 56, 60)),
            Both(0.44, Low),
            Both(0.74, Low),
            Both(0.88, new(46, 18, 60, 60))),
        new Variant(1.1, 1.8,
            Both(0.00, new(72, 22, 190, 24)),
            Both(0.18, new(72, 22, 188, 24)),
            Both(0.32, new(58, 26, 230, 50)),
            Both(0.46, Low),
            Both(0.72, Low),
            Both(0.88, new(52, 26, 236, 54))));

    private static Arm Low => new(9, 4, 8, 12);

    private static Key Both(double phase, Arm arm) => new(phase, arm, arm);
}
