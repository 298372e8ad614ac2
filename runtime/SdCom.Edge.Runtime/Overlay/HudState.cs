using SdCom.Edge.Core;

namespace SdCom.Edge.Runtime.Overlay;

/// <summary>What the overlay shows, as plain data: a copy of the newest answer and its surroundings.</summary>
public sealed record HudState
{
    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>The answer in words; null for no action.</summary>
    public string? Action { get; init; }

    public float Confidence { get; init; }

    /// <summary>What a generated camera performs, where that is known.</summary>
    public string? Shown { get; init; }

    /// <summary>What the camera is doing, in words; null for sources that cannot be lost.</summary>
    public string? Camera { get; init; }

    /// <summary>The likeliest classes, best first.</summary>
    public IReadOnlyList<(string Name, float Probability)> Top { get; init; } = [];

    public required IReadOnlyList<Width> Widths { get; init; }

    /// <summary>Position of the newest frame's width; -1 before the first.</summary>
    public int WidthIndex { get; init; } = -1;

    /// <summary>Why this width, in words.</summary>
    public string Reason { get; init; } = string.Empty;

    /// <summary>Width positions of the last frames, oldest first.</summary>
    public IReadOnlyList<int> History { get; init; } = [];

    /// <summary>How full the bucket is, 0 to 1; null without a budget.</summary>
    public double? BudgetLevel { get; init; }

    /// <summary>The allowed mean a processed frame, in MACs; null without a budget.</summary>
    public double? BudgetMacsPerFrame { get; init; }

    /// <summary>The budget in words where it is not counted in MACs.</summary>
    public string? BudgetNote { get; init; }

    public double MacsPerFrame { get; init; }

    public double FullMacsPerFrame { get; init; }

    public double LatencyMs { get; init; }

    public double DecisionsPerSecond { get; init; }

    public TimeSpan Time { get; init; }
}
