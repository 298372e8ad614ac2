using SdCom.Edge.Host.Reports;

namespace SdCom.Edge.Host.Dashboard.State;

/// <summary>One snapshot of a run: what <c>/api/state</c> answers and <c>/api/events</c> repeats.</summary>
internal sealed record DashboardState
{
    public required string Model { get; init; }

    /// <summary>The device profile in force; null without a budget.</summary>
    public required string? Profile { get; init; }

    public required EngineState Engine { get; init; }

    public required double UptimeSeconds { get; init; }

    /// <summary>The model's widths, ascending.</summary>
    public required IReadOnlyList<double> Widths { get; init; }

    /// <summary>MACs of a frame at the full width.</summary>
    public required long FullMacsPerFrame { get; init; }

    /// <summary>What may be spent; null without a budget.</summary>
    public required BudgetState? Budget { get; init; }

    public required DeviceState Device { get; init; }

    public required IReadOnlyList<CameraView> Cameras { get; init; }

    /// <summary>Where results go.</summary>
    public required IReadOnlyList<OutputReport> Outputs { get; init; }

    /// <summary>Profiles to switch to, and why others do not fit.</summary>
    public required IReadOnlyList<ProfileChoice> Profiles { get; init; }

    /// <summary>What people changed, newest first.</summary>
    public required IReadOnlyList<Change> Changes { get; init; }
}

/// <summary>The engine that was loaded.</summary>
internal sealed record EngineState(string Provider, int Threads);

/// <summary>The budget, in its own unit.</summary>
internal sealed record BudgetState
{
    /// <summary><c>MACs</c>, <c>ns</c> or <c>uJ</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>What flows in by the profile, a second or, for <c>ns</c>, a frame.</summary>
    public required long Rate { get; init; }

    /// <summary>The most that may be spent at once.</summary>
    public required long Capacity { get; init; }

    /// <summary>How full the bucket is, 0 to 1.</summary>
    public required double Level { get; init; }

    /// <summary>The price of the full width in units of the gate's score; null where no gate chooses.</summary>
    public required double? Price { get; init; }

    public required long Spent { get; init; }

    /// <summary>0 while the budget is kept.</summary>
    public required long Overshoot { get; init; }

    /// <summary>The share of rate and capacity that is in force: the smaller of the two below.</summary>
    public required double Share { get; init; }

    /// <summary>The share that a person set.</summary>
    public required double UserShare { get; init; }

    /// <summary>The share that heat, power or the battery leave.</summary>
    public required double GovernorShare { get; init; }

    /// <summary>Why that is less than 1.</summary>
    public required string? Governor { get; init; }
}

/// <summary>The device and this process; null is what no sensor tells.</summary>
internal sealed record DeviceState(double? TemperatureC, double? PowerWatts, double? GpuLoadPercent, double? BatteryPercent, double ResidentMiB, double CpuPercent);

/// <summary>A profile by name.</summary>
/// <param name="Name">What <c>POST /api/profile</c> takes.</param>
/// <param name="Problem">Why it cannot be switched to; null when it can.</param>
internal sealed record ProfileChoice(string Name, string? Problem);

/// <summary>Something that a person changed.</summary>
/// <param name="At">When.</param>
/// <param name="Who">From which address.</param>
/// <param name="What"><c>budget share</c> or <c>profile</c>.</param>
/// <param name="From">What it was.</param>
/// <param name="To">What it is.</param>
/// <param name="Note">What does not change by it; null when that is nothing.</param>
internal sealed record Change(DateTimeOffset At, string Who, string What, string From, string To, string? Note);
