namespace SdCom.Edge.Synthetic.Motion;

/// <summary>Gestures in which both arms do the same in the plane of the body. Cycle times are those seen in the marshalling clips.</summary>
internal static class BothArms
{
    /// <summary>Both arms held out level.</summary>
    public static readonly Gesture Hover = new("hover",
        new Variant(1, 1, Both(0, new(92, 3, 93, 5))),
        new Variant(1, 1, Both(0, new(100, 3, 97, 5))));

    /// <summary>Both arms held low, crossed before the body.</summary>
    public static readonly Gesture Land = new("land",
        new Variant(1, 1, new Key(0, new(10, 10, -46, 26), new(12, 8, -42, 20))) { Looseness = 6 },
        new Variant(1, 1, new Key(0, new(16, 12, -52, 30), new(16, 10, -50, 22))) { Looseness = 6 });

    /// <summary>Level arms press down to the sides and come back.</summary>
    public static readonly Gesture MoveDownward = new("move_downward",
        new Variant(1.4, 1.9,
            Both(0.00, new(98, 4, 100, 8)),
            Both(0.16, new(98, 4, 100, 8)),
            Both(0.50, new(16, 6, 12, 14)),
            Both(0.62, new(16, 6, 12, 14))),
        new Variant(1.4, 2.0,
            Both(0.00, new(108, 4, 112, 8)),
            Both(0.10, new(108, 4, 110, 8)),
            Both(0.46, new(20, 6, 22, 14)),
            Both(0.64, new(18, 6, 20, 14))),
        new Variant(1.4, 1.9,
            Both(0.00, new(94, 4, 96, 8)),
            Both(0.20, new(94, 4, 96, 8)),
            Both(0.36, new(50, 14, 60, 40)),
            Both(0.54, new(16, 10, 14, 36)),
            Both(0.68, new(16, 10, 16, 30))));

    /// <summary>Arms out and somewhat low sweep up until they stand beside the head; the hands do not meet.</summary>
    public static readonly Gesture MoveUpward = new("move_upward",
        new Variant(1.5, 2.1,
            Both(0.00, new(66, 4, 68, 8)),
            Both(0.18, new(72, 4, 76, 8)),
            Both(0.54, new(152, 6, 176, 10)),
            Both(0.68, new(154, 6, 180, 10))),
        new Variant(1.5, 2.0,
            Both(0.00, new(86, 4, 88, 8)),
            Both(0.20, new(86, 4, 88, 8)),
            Both(0.52, new(146, 8, 186, 12)),
            Both(0.66, new(146, 8, 188, 12))),
        new Variant(1.4, 1.9,
            Both(0.00, new(74, 4, 78, 8)),
            Both(0.14, new(78, 4, 82, 8)),
            Both(0.50, new(156, 6, 198, 12)),
            Both(0.66, new(156, 6, 200, 12))));

    /// <summary>Arms swing from low at the sides to overhead, where the hands meet or cross.</summary>
    public static readonly Gesture WaveOff = new("wave_off",
        new Variant(1.25, 1.7,
            Both(0.00, new(154, 6, 226, 12)),
            Both(0.12, new(154, 6, 228, 12)),
            Both(0.30, new(116, 4, 140, 8)),
            Both(0.54, new(46, 4, 46, 8)),
            Both(0.64, new(46, 4, 46, 8)),
            Both(0.84, new(112, 4, 132, 8))),
        new Variant(1.25, 1.6,
            Both(0.00, new(142, 6, 236, 12)),
            Both(0.10, new(142, 6, 236, 12)),
            Both(0.30, new(108, 4, 134, 8)),
            Both(0.52, new(58, 4, 60, 8)),
            Both(0.64, new(56, 4, 58, 8)),
            Both(0.84, new(106, 4, 128, 8))));

    private static Key Both(double phase, Arm arm) => new(phase, arm, arm);
}
