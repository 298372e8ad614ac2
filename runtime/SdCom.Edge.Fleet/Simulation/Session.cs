namespace SdCom.Edge.Fleet.Simulation;

/// <summary>A connection of a node with the broker. Either side may take it for closed before the other does.</summary>
/// <param name="node">The node.</param>
internal sealed class Session(SimulatedNode node)
{
    public SimulatedNode Node => node;

    /// <summary>Whether the broker keeps it: holds the node's messages back from others.</summary>
    public bool IsOpen { get; set; } = true;

    /// <summary>Clip jobs that it may still be sent.</summary>
    public int Credit { get; set; }

    /// <summary>Whether it stands in the line of those who are given clips.</summary>
    public bool IsInLine { get; set; }

    /// <summary>Clip jobs that it was sent and has not settled.</summary>
    public HashSet<SimulatedClip> Clips { get; } = [];

    /// <summary>Cameras that it was given.</summary>
    public List<SimulatedCamera> Leases { get; } = [];

    /// <summary>Channels on which it holds a camera or waits for one, by the number of the queue.</summary>
    public Dictionary<int, int> CameraConsumers { get; } = [];

    /// <summary>The queue at which it waits for cameras.</summary>
    public int Shard { get; set; }

    /// <summary>Whether it waits for a camera there.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>What is held up while nothing passes; it arrives when something does again.</summary>
    public List<Action> HeldUp { get; } = [];
}
