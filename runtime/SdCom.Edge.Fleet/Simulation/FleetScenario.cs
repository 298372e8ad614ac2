namespace SdCom.Edge.Fleet.Simulation;

/// <summary>A fleet, its work, and what befalls it.</summary>
public sealed record FleetScenario
{
    public int Seed { get; init; } = 1;

    /// <summary>Workers.</summary>
    public required int Nodes { get; init; }

    /// <summary>Workers that share one machine.</summary>
    public int NodesPerMachine { get; init; } = 1;

    /// <summary>Cores of a machine.</summary>
    public double CoresPerMachine { get; init; } = 4;

    /// <summary>What all cores of a machine do together, over as many lone ones.</summary>
    public double CoreEfficiency { get; init; } = 1;

    /// <summary>Clips that a worker answers at once.</summary>
    public int Lanes { get; init; } = 4;

    /// <summary>Clips that a worker is sent before it has answered the ones before.</summary>
    public int Prefetch { get; init; } = 8;

    /// <summary>Cameras, each wanted on one node from the beginning.</summary>
    public int Cameras { get; init; }

    /// <summary>Cameras that fit a node: its MACs/s over a camera's frame rate x expected MACs.</summary>
    public int CamerasPerNode { get; init; } = 20;

    /// <summary>Queues that the cameras are spread over.</summary>
    public int CameraQueues { get; init; } = 1;

    /// <summary>Cores that a camera keeps busy.</summary>
    public double CoresPerCamera { get; init; } = 0.04;

    /// <summary>Events that a camera publishes, a second, each read by one consumer.</summary>
    public double EventsPerCamera { get; init; } = 0.1;

    /// <summary>Clips that are submitted.</summary>
    public int Clips { get; init; }

    /// <summary>Clips that are submitted in a second; without memory when <see cref="IsSubmittedByChance"/>, else evenly.</summary>
    public double ClipsPerSecond { get; init; } = 2000;

    public bool IsSubmittedByChance { get; init; }

    /// <summary>How long a clip takes.</summary>
    public required ServiceTimes ClipTimes { get; init; }

    public BrokerCosts Broker { get; init; } = new();

    /// <summary>Who looks at the nodes' reports (<c>fleet status</c>).</summary>
    public int Watchers { get; init; } = 2;

    /// <summary>Seconds between two reports of a node, and the AMQP heartbeat.</summary>
    public double Heartbeat { get; init; } = 2;

    /// <summary>Seconds that a node stops its cameras before the broker gives them away.</summary>
    public double Margin { get; init; } = 0.5;

    /// <summary>Seconds from a lease to the first answered frame: opening the source, the first segment.</summary>
    public double CameraStart { get; init; } = 1.5;

    /// <summary>Seconds from the start of a worker to its first ask: loading and warming the model.</summary>
    public double NodeStart { get; init; } = 3;

    /// <summary>First and longest wait before a lost connection is tried again; they double, and each is drawn from its upper half.</summary>
    public double FirstWait { get; init; } = 0.5;

    public double LongestWait { get; init; } = 5;

    /// <summary>Deliveries after which a job is dead.</summary>
    public int DeliveryLimit { get; init; } = 10;

    /// <summary>What befalls the fleet, besides chance.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Mean seconds between failures of a node; infinite for none.</summary>
    public double MeanSecondsBetweenFailures { get; init; } = double.PositiveInfinity;

    /// <summary>Mean seconds until it is back.</summary>
    public double MeanSecondsToRepair { get; init; } = 60;

    /// <summary>Seconds after which the simulation ends; earlier when all clips are done and nothing else was planned.</summary>
    public double Seconds { get; init; } = 600;

    /// <summary>Seconds between two points of the timeline.</summary>
    public double SampleSeconds { get; init; } = 1;
}

/// <summary>Something that goes wrong.</summary>
/// <param name="At">When, in seconds.</param>
/// <param name="Kind">What.</param>
/// <param name="Seconds">For how long.</param>
/// <param name="Node">Which node; not for the broker.</param>
public sealed record Fault(double At, FaultKind Kind, double Seconds, int Node = 0);

public enum FaultKind
{
    /// <summary>The process dies at once and is started again; the broker sees its connection close.</summary>
    NodeKilled,

    /// <summary>Nothing passes between node and broker, and neither is told.</summary>
    NodeCutOff,

    /// <summary>The broker is gone; what it had confirmed is on its disk.</summary>
    BrokerDown,
}
