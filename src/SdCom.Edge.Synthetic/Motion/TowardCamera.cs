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
            Both(0.00, new(28, 12, 34, 36)),
            Both(0.10, new(28, 12, 34, 36)),
            Both(0.30, new(32, 24, 84, 72)),
            Both(0.50, new(38, 24, 168, 30)),
            Both(0.64, new(38, 24, 170, 28)),
            Both(0.84, new(32, 24, 86, 72))),
        new Variant(0.95, 1.5,
            Both(0.00, new(18, 26, 48, 62)),
            Both(0.12, new(18, 26, 48, 62)),
            Both(0.48, new(22, 34, 170, 38)),
            Both(0.64, new(22, 34, 174, 36))),
        new Variant(0.95, 1.5,
            Both(0.00, new(16, 4, -8, 56)),
            Both(0.10, new(16, 4, -8, 58)),
            Both(0.46, new(30, 34, 176, 32)),
            Both(0.62, new(30, 34, 180, 30))));

    /// <summary>Both hands rise to the shoulders or the forehead, press down to the sides and rest there.</summary>
    public static readonly Gesture SlowDown = new("slow_down",
        Pressing(new(48, 20, 172, 34), new(36, 24, 96, 66)),
        Pressing(new(36, 14, 152, 26), new(26, 20, 80, 60)),
        Pressing(new(40, 30, 202, 48), new(30, 24, 140, 78)),
        Pressing(new(62, 22, 184, 30), new(44, 26, 130, 70)),
        Pressing(new(72, 22, 190, 24), new(56, 26, 234, 52)), // elbows high, the hands come up before the chest
        Pressing(new(64, 20, 78, 76), new(42, 22, 50, 68))); // the forearms point to the front

    private static Variant Pressing(Arm raised, Arm halfway)
    {
        Arm low = new(9, 4, 8, 12);
        return new Variant(1.1, 2.0,
            Both(0.00, raised),
            Both(0.17, raised),
            Both(0.31, halfway),
            Both(0.45, low),
            Both(0.73, low),
            Both(0.88, halfway));
    }

    private static Key Both(double phase, Arm arm) => new(phase, arm, arm);
}
