namespace SdCom.Edge.Host.Outputs;

/// <summary>What outputs need to know of the run that they belong to.</summary>
internal sealed record OutputContext
{
    /// <summary>Whether standard output belongs to the report.</summary>
    public required bool Json { get; init; }

    /// <summary>The clock of waits and time stamps.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
