namespace SdCom.Edge.Host.Reports;

/// <summary>What <c>plan --json</c> prints.</summary>
internal sealed record PlanReport
{
    public required string Model { get; init; }

    public required int Clips { get; init; }

    public required IReadOnlyList<SkippedReport> SkippedClips { get; init; }

    public required double FullMacsPerFrame { get; init; }

    /// <summary>One for each profile, in the order in which they were given.</summary>
    public required IReadOnlyList<PlannedProfile> Profiles { get; init; }

    /// <summary>Every width by itself on every frame, without a budget.</summary>
    public required IReadOnlyList<PlannedWidth> FixedWidths { get; init; }

    /// <summary>The picture that was written; null when none was asked for.</summary>
    public required string? Plot { get; init; }
}

/// <summary>What is to be expected of a device.</summary>
internal sealed record PlannedProfile
{
    public required string Device { get; init; }

    public required string Profile { get; init; }

    public required double Top1 { get; init; }

    public required double MeanAp { get; init; }

    public required double MacsPerFrame { get; init; }

    public required double MacsSaved { get; init; }

    public required IReadOnlyDictionary<string, double> WidthShare { get; init; }

    /// <summary>Mean milliseconds of a frame by the profile's measured table; null where nothing fitting was measured.</summary>
    public required double? PredictedMsPerFrame { get; init; }

    /// <summary>Mean power above idle by the profile's measured table; null where no energy was measured.</summary>
    public required double? PredictedWatts { get; init; }

    /// <summary>Why nothing is predicted; null when something is.</summary>
    public required string? NotPredicted { get; init; }

    public required long BudgetOvershoot { get; init; }

    /// <summary>What the budget counts: <c>MACs</c>, <c>ns</c> or <c>uJ</c>.</summary>
    public required string BudgetUnit { get; init; }

    /// <summary>Frames that the budget could not pay for, and frames that the engine failed on.</summary>
    public required long DroppedFrames { get; init; }

    public required long FailedFrames { get; init; }
}

/// <summary>A width by itself on every frame.</summary>
internal sealed record PlannedWidth(double Width, double Top1, double MacsPerFrame);
