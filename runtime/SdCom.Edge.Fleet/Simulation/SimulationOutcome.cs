namespace SdCom.Edge.Fleet.Simulation;

/// <summary>What a simulated fleet did.</summary>
public sealed record SimulationOutcome
{
    /// <summary>Simulated seconds.</summary>
    public required double Seconds { get; init; }

    public required int Submitted { get; init; }

    /// <summary>Clips with an answer.</summary>
    public required int Answered { get; init; }

    /// <summary>Answers to clips that had one already.</summary>
    public required int Duplicates { get; init; }

    /// <summary>Jobs that came back to the queue.</summary>
    public required int Returned { get; init; }

    /// <summary>Jobs that came back too often.</summary>
    public required int Dead { get; init; }

    /// <summary>Clips that wait, or are with a node, at the end.</summary>
    public required int Left { get; init; }

    /// <summary>Seconds until the last clip was answered; not a number when some are left.</summary>
    public required double ClipSeconds { get; init; }

    /// <summary>Clips answered in a second, from the first to the last.</summary>
    public required double ClipsPerSecond { get; init; }

    /// <summary>Mean seconds between submission and the beginning of a clip's work.</summary>
    public required double MeanWait { get; init; }

    /// <summary>Most jobs that waited at one time.</summary>
    public required int DeepestQueue { get; init; }

    /// <summary>Seconds until all cameras ran for the first time; not a number when some never did.</summary>
    public required double CameraStartSeconds { get; init; }

    public required int RunningCameras { get; init; }

    /// <summary>Seconds, ascending, in which nobody saw a camera that had been seen.</summary>
    public required IReadOnlyList<double> Outages { get; init; }

    /// <summary>How often a camera began on one node while another still ran it.</summary>
    public required int Overlaps { get; init; }

    public required long Messages { get; init; }

    /// <summary>One for each fault that was planned, in order of time.</summary>
    public required IReadOnlyList<FaultOutcome> Faults { get; init; }

    public required IReadOnlyList<ResourceUse> Resources { get; init; }

    public required IReadOnlyList<TimelinePoint> Timeline { get; init; }

    /// <summary>Events that were simulated.</summary>
    public required long Events { get; init; }
}

/// <summary>How a fault was mended.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Cameras">Cameras that it stopped.</param>
/// <param name="CameraSeconds">Seconds until all of them ran again; not a number when one does not.</param>
/// <param name="Clips">Clips that it sent back.</param>
/// <param name="ClipSeconds">Seconds until all of those were answered.</param>
public sealed record FaultOutcome(Fault Fault, int Cameras, double CameraSeconds, int Clips, double ClipSeconds);

/// <summary>How much of something is used.</summary>
/// <param name="Name">What.</param>
/// <param name="Typical">The median share over the time in which clips were answered (over all time without clips); 1 is all of it.</param>
/// <param name="Peak">The largest share in one sample; more than 1 where work piled up.</param>
/// <param name="Scales">Whether it grows with the fleet, so that 1 / typical tells how much larger the fleet may get.</param>
public sealed record ResourceUse(string Name, double Typical, double Peak, bool Scales);

/// <summary>The fleet at a moment.</summary>
/// <param name="Seconds">The moment.</param>
/// <param name="Ready">Clip jobs that wait.</param>
/// <param name="Held">Clip jobs that nodes hold.</param>
/// <param name="Answered">Clips answered so far.</param>
/// <param name="RunningCameras">Cameras that run.</param>
/// <param name="Nodes">Nodes that are connected.</param>
/// <param name="MessagesPerSecond">Broker messages since the moment before.</param>
/// <param name="BrokerShare">The share of the broker's cores that was asked for since then.</param>
public sealed record TimelinePoint(double Seconds, int Ready, int Held, int Answered, int RunningCameras, int Nodes, double MessagesPerSecond, double BrokerShare);
