namespace SdCom.Edge.Synthetic.Motion;

/// <summary>The pose of both arms at a moment of the cycle; <paramref name="Phase"/> runs from 0 to 1 and the last key leads back to the first.</summary>
internal readonly record struct Key(double Phase, Arm Right, Arm Left);

/// <summary>How the legs and the head go with the arms.</summary>
internal enum Gait
{
    Standing,

    /// <summary>Walks through the picture in profile, turns and comes back.</summary>
    WalkingThrough,

    /// <summary>Steps on the spot, towards the camera.</summary>
    Strolling,

    /// <summary>Stands and turns the head from side to side.</summary>
    LookingRound,
}

/// <summary>One way to perform a gesture: the keys of a cycle and how long a cycle takes.</summary>
/// <param name="Fastest">Shortest cycle in seconds; ignored by a pose of one key, which is held.</param>
/// <param name="Slowest">Longest cycle in seconds.</param>
/// <param name="Keys">The choreography, in order of phase.</param>
internal sealed record Variant(double Fastest, double Slowest, params Key[] Keys)
{
    /// <summary>Turn of the body in degrees; 90 shows the actor in profile, facing the left of the picture.</summary>
    public double Yaw { get; init; }

    public Gait Gait { get; init; }

    /// <summary>Degrees by which the trunk sways; the body shifts along.</summary>
    public double Restlessness { get; init; } = 2;

    /// <summary>How far one actor's joints may stray from the choreography, in degrees.</summary>
    public double Looseness { get; init; } = 9;
}
