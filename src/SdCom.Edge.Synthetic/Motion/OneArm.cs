namespace SdCom.Edge.Synthetic.Motion;

/// <summary>Gestures in which one arm speaks while the other hangs or points. Cycle times are those seen in the marshalling clips.</summary>
internal static class OneArm
{
    private static readonly Arm Hanging = new(7, 2, 4, 10);

    /// <summary>The right arm swings out to the side and up, thumb up, and drops again.</summary>
    public static readonly Gesture AllClear = new("all_clear",
        new Variant(1.5, 2.4,
            new(0.00, new(112, 4, 120, 6), Hanging),
            new(0.30, new(108, 4, 114, 6), Hanging),
            new(0.56, new(14, 6, 10, 16), Hanging),
            new(0.70, new(14, 6, 10, 16), Hanging)),
        new Variant(1.4, 2.2,
            new(0.00, new(118, 4, 132, 6), Hanging),
            new(0.20, new(114, 4, 124, 6), Hanging),
            new(0.52, new(20, 6, 22, 20), Hanging),
            new(0.66, new(18, 6, 18, 20), Hanging)));

    /// <summary>As all_clear with the thumb down: the arm stays straighter, rises less, and rests longer at the top.</summary>
    public static readonly Gesture NotClear = new("not_clear",
        new Variant(1.6, 2.6,
            new(0.00, new(102, 4, 104, 8), Hanging),
            new(0.38, new(104, 4, 106, 8), Hanging),
            new(0.62, new(16, 6, 20, 14), Hanging),
            new(0.76, new(16, 6, 20, 14), Hanging)),
        new Variant(1.5, 2.4,
            new(0.00, new(112, 4, 110, 8), Hanging),
            new(0.34, new(108, 4, 106, 8), Hanging),
            new(0.60, new(24, 8, 32, 18), Hanging),
            new(0.72, new(24, 8, 30, 18), Hanging)));

    /// <summary>The right arm goes up beside the head, waits, and comes down: through the side, or close to the body with a bent elbow.</summary>
    public static readonly Gesture HaveCommand = new("have_command",
        new Variant(1.9, 2.7,
            new(0.00, new(154, 6, 172, 8), Hanging),
            new(0.34, new(158, 6, 174, 8), Hanging),
            new(0.46, new(96, 6, 102, 10), Hanging),
            new(0.58, new(10, 4, 8, 14), Hanging),
            new(0.80, new(10, 4, 8, 14), Hanging),
            new(0.90, new(90, 6, 98, 12), Hanging)),
        new Variant(1.8, 2.6,
            new(0.00, new(152, 14, 168, 10), Hanging),
            new(0.34, new(154, 14, 170, 10), Hanging),
            new(0.46, new(52, 30, 158, 40), Hanging),
            new(0.60, new(8, 4, 6, 14), Hanging),
            new(0.80, new(8, 4, 6, 14), Hanging),
            new(0.91, new(46, 30, 146, 44), Hanging)),
        new Variant(1.6, 2.4,
            new(0.00, new(96, 40, 174, 14), Hanging),
            new(0.34, new(100, 40, 172, 14), Hanging),
            new(0.48, new(40, 40, 150, 50), Hanging),
            new(0.62, new(8, 6, 6, 16), Hanging),
            new(0.80, new(8, 6, 6, 16), Hanging),
            new(0.90, new(36, 40, 146, 50), Hanging)));

    /// <summary>The right arm points to the side (the left of the picture); the left one beckons over the head.</summary>
    public static readonly Gesture MoveToLeft = new("move_to_left", Beckoning(leftBeckons: true));

    /// <summary>The left arm points to the side (the right of the picture); the right one beckons over the head.</summary>
    public static readonly Gesture MoveToRight = new("move_to_right", Beckoning(leftBeckons: false));

    private static Variant[] Beckoning(bool leftBeckons)
    {
        Arm pointing = new(93, 2, 95, 4);
        return
        [
            new Variant(1.1, 1.9,
                Both(0.00, new(98, 4, 102, 8)),
                Both(0.14, new(98, 4, 102, 8)),
                Both(0.34, new(114, 4, 164, 12)),
                Both(0.54, new(124, 4, 226, 16)),
                Both(0.64, new(122, 4, 222, 16)),
                Both(0.82, new(112, 4, 160, 12))),
            new Variant(1.0, 1.6,
                Both(0.00, new(104, 4, 118, 8)),
                Both(0.30, new(132, 4, 172, 12)),
                Both(0.50, new(142, 6, 218, 16)),
                Both(0.60, new(140, 6, 214, 16)),
                Both(0.80, new(126, 4, 164, 12))),
            new Variant(1.1, 1.8,
                Both(0.00, new(90, 4, 92, 8)),
                Both(0.12, new(90, 4, 92, 8)),
                Both(0.36, new(98, 6, 150, 14)),
                Both(0.54, new(106, 10, 204, 20)),
                Both(0.64, new(106, 10, 204, 20)),
                Both(0.84, new(98, 6, 148, 14))),
        ];

        Key Both(double phase, Arm beckoning) => leftBeckons ? new(phase, pointing, beckoning) : new(phase, beckoning, pointing);
    }
}
