namespace SdCom.Edge.Runtime.Outputs.Clips;

/// <summary>What a clip shows.</summary>
public sealed record ClipSettings
{
    public static ClipSettings Default { get; } = new();

    /// <summary>Time before the action.</summary>
    public TimeSpan Before { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Time after it.</summary>
    public TimeSpan After { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The longest clip; an action that lasts longer is shown from its beginning.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Pictures a second.</summary>
    public double FramesPerSecond { get; init; } = 15;

    /// <summary>How far back pictures must be kept: an event is told some frames after it began, and a slow disk needs time.</summary>
    public TimeSpan Kept => Before + TimeSpan.FromSeconds(10);
}
