using SdCom.Edge.Fleet.Rollout;

namespace SdCom.Edge.Fleet.Status;

/// <summary>What a node says of itself with every heartbeat.</summary>
public sealed record NodeReport
{
    /// <summary>The node; no two have the same.</summary>
    public required string Node { get; init; }

    /// <summary>A number that is another one after each start of the node.</summary>
    public required string Incarnation { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The time to its next report in milliseconds; after two of them without one it is gone.</summary>
    public required int HeartbeatMs { get; init; }

    /// <summary>The device of its profile; null without one.</summary>
    public string? Device { get; init; }

    public required string Model { get; init; }

    public required string ModelHash { get; init; }

    /// <summary>MACs a second that it offers.</summary>
    public required long CapacityMacsPerSecond { get; init; }

    /// <summary>MACs a second that its cameras are expected to take.</summary>
    public required long CameraMacsPerSecond { get; init; }

    /// <summary>MACs a second that its clips took lately.</summary>
    public required long ClipMacsPerSecond { get; init; }

    /// <summary>Clips that it answered since it started.</summary>
    public required long ClipsDone { get; init; }

    /// <summary>Clips a second that it answered lately.</summary>
    public required double ClipsPerSecond { get; init; }

    /// <summary>Clip jobs that it holds and has not answered.</summary>
    public required int ClipsInHand { get; init; }

    /// <summary>How far it is with the newest model that it was asked to run; null when it never was.</summary>
    public RolloutReport? Rollout { get; init; }

    /// <summary>The cameras that it runs.</summary>
    public IReadOnlyList<LeaseReport> Cameras { get; init; } = [];
}

/// <summary>A camera on its node.</summary>
/// <param name="Camera">The camera.</param>
/// <param name="Fence">Its fencing number there.</param>
/// <param name="State">What the camera is doing, in a few words.</param>
/// <param name="Frames">Frames that were answered under this fencing number.</param>
public sealed record LeaseReport(string Camera, string Fence, string State, long Frames);
