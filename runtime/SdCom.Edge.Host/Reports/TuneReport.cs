using SdCom.Edge.Host.Bench;

namespace SdCom.Edge.Host.Reports;

/// <summary>What <c>tune --json</c> prints.</summary>
internal sealed record TuneReport
{
    public required string Model { get; init; }

    public required string Device { get; init; }

    /// <summary>The profile that was written.</summary>
    public required string Profile { get; init; }

    public required string Engine { get; init; }

    public required string Provider { get; init; }

    public required int Threads { get; init; }

    /// <summary>Size of the frames that went in.</summary>
    public required string Frame { get; init; }

    public required IReadOnlyList<TunedWidth> Widths { get; init; }

    /// <summary>Times that every width was measured.</summary>
    public required int Rounds { get; init; }

    /// <summary>The widths' largest difference between the medians of the first and the second half of the rounds, as a share.</summary>
    public required double Spread { get; init; }

    /// <summary>The share of the machine's processor time that others took meanwhile; null where the system does not tell.</summary>
    public required double? OthersShare { get; init; }

    /// <summary>Whether the times repeated within 10 % and others took at most 10 % of the machine.</summary>
    public required bool Trusted { get; init; }

    public required MachineConditions Conditions { get; init; }

    public required TunedBudget Budget { get; init; }

    public required double? DeadlineMs { get; init; }

    /// <summary>What the user should know before trusting the profile; one line each.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>Whole frames at one width; joules is null where the board has no sensor.</summary>
internal sealed record TunedWidth(double Width, long Macs, double MedianMs, double P95Ms, double? Joules, double Spread);

/// <summary>The profile's budget and what the model's curve promises for it; null where the curve does not tell.</summary>
internal sealed record TunedBudget
{
    public required long? MacsPerSecond { get; init; }

    public required long? BurstMacs { get; init; }

    /// <summary>Mean power above the idle board; null in other units.</summary>
    public required double? Watts { get; init; }

    public required bool Kept { get; init; }

    public required string Reason { get; init; }

    public required double FramesPerSecond { get; init; }

    /// <summary>Top-1 on validation data.</summary>
    public required double? ExpectedTop1 { get; init; }

    public required double? ExpectedMacsPerFrame { get; init; }

    public required double? ExpectedMsPerFrame { get; init; }
}
