namespace SdCom.Edge.Synthetic.Motion;

/// <summary>What people do when they signal nothing: the kinds found in the marshalling clips.</summary>
internal static class Idling
{
    private static readonly Arm Hanging = new(7, 2, 4, 10);
    private static readonly Arm OnHip = new(46, -18, -52, 26);
    private static readonly Arm Swinging = new(8, 0, 6, 14);

    public static readonly Gesture Idle = new("idle", Array.ConvertAll(Kinds(), kind => kind with { Restlessness = 4 }))
    { MayMirror = true };

    private static Variant[] Kinds() =>
    [
        new Variant(3, 6, Both(0, Hanging), Both(0.5, new(11, 4, 6, 14))),
        new Variant(3, 6, Both(0, OnHip), Both(0.5, new(50, -16, -50, 24))),
        new Variant(3, 6, new Key(0, OnHip, Hanging)),
        Reaching(new(70, 40, 212, 16)), // scratches the head
        Reaching(new(20, 34, 198, 30)), // touches the face
        new Variant(3, 6, new Key(0, new(14, 20, -48, 56), new(14, 20, -40, 58)), new Key(0.5, new(16, 22, -46, 60), new(14, 22, -44, 56))), // phone
        new Variant(3, 6, new Key(0, new(12, 16, 24, 138), Hanging)), // phone in one hand
        new Variant(3, 6, new Key(0, new(20, 26, -82, 28), new(20, 20, -80, 20))), // crossed
        new Variant(3, 6, new Key(0, new(18, -26, -40, -24), new(18, -26, -44, -20))), // hands behind the back
        new Variant(3, 6, Both(0, Hanging)) { Gait = Gait.LookingRound },
        new Variant(1.0, 1.3, Both(0, Swinging)) { Gait = Gait.WalkingThrough },
        new Variant(1.0, 1.4, Both(0, Swinging)) { Gait = Gait.Strolling },
    ];

    private static Variant Reaching(Arm there) => new(3, 5,
        new(0.00, Hanging, Hanging),
        new(0.25, Hanging, Hanging),
        new(0.42, there, Hanging),
        new(0.55, there.Plus(new(4, 0, 8, 0), 1), Hanging),
        new(0.65, there.Plus(new(-4, 0, -8, 0), 1), Hanging),
        new(0.75, there, Hanging),
        new(0.95, Hanging, Hanging));

    private static Key Both(double phase, Arm arm) => new(phase, arm, arm);
}
