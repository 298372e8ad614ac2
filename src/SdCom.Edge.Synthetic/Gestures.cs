using System.Diagnostics.CodeAnalysis;
using SdCom.Edge.Synthetic.Motion;

namespace SdCom.Edge.Synthetic;

/// <summary>The fourteen gestures by name, in the order of the marshalling labels.</summary>
public static class Gestures
{
    private static readonly Gesture[] All =
    [
        OneArm.AllClear, OneArm.HaveCommand, BothArms.Hover, BothArms.Land, TowardCamera.LandingDirection, TowardCamera.MoveAhead,
        BothArms.MoveDownward, OneArm.MoveToLeft, OneArm.MoveToRight, BothArms.MoveUpward, OneArm.NotClear, TowardCamera.SlowDown,
        BothArms.WaveOff, Idling.Idle,
    ];

    /// <summary>The names, in the order of the marshalling labels.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.ConvertAll(All, g => g.Name);

    /// <summary>No gesture: arms that wander through any pose. The same seed wanders the same way.</summary>
    public static Gesture Improvised(ulong seed) => Improvising.Draw(seed);

    /// <summary>Finds a gesture by its exact name.</summary>
    public static bool TryGet(string name, [MaybeNullWhen(false)] out Gesture gesture)
    {
        gesture = Array.Find(All, g => g.Name == name);
        return gesture is not null;
    }
}
