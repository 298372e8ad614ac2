namespace SdCom.Edge.Fleet.Working;

/// <summary>How a node works.</summary>
public sealed record WorkerSettings
{
    /// <summary>The node's name; no two nodes of a fleet may have the same.</summary>
    public required string Node { get; init; }

    /// <summary>The device of its profile; null without one.</summary>
    public string? Device { get; init; }

    /// <summary>MACs a second that it offers.</summary>
    public required long CapacityMacsPerSecond { get; init; }

    /// <summary>Whether the offer is a promise (a profile's budget) that clips are held to, and not merely what the machine can do.</summary>
    public bool IsBudget { get; init; }

    /// <summary>The folder that clips must lie in, and that relative paths begin at; null takes paths as they are.</summary>
    public string? ClipsRoot { get; init; }

    /// <summary>How often a job is tried that fails for a reason that may pass.</summary>
    public int MaxTries { get; init; } = 5;

    /// <summary>The time between two reports of the node. After two of them without one its cameras run elsewhere.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a clip that is being answered may go on when the program is told to stop.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether it takes clip jobs.</summary>
    public bool TakesClips { get; init; } = true;

    /// <summary>Whether it takes cameras.</summary>
    public bool TakesCameras { get; init; } = true;
}
