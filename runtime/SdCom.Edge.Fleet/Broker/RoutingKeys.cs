namespace SdCom.Edge.Fleet.Broker;

/// <summary>What messages to the exchange of jobs are, as their routing keys tell.</summary>
public static class RoutingKeys
{
    /// <summary>A clip job: into the work queue and into the log of submissions.</summary>
    public const string NewClip = "clip.new";

    /// <summary>A clip job that was submitted before: into the work queue alone.</summary>
    public const string ClipAgain = "clip.again";

    /// <summary>Nothing but a place in the log of submissions, by which who wrote it knows that it has read everything before.</summary>
    public const string Mark = "clip.mark";

    /// <summary>A camera: into the queue of leases and into the registry.</summary>
    public const string Camera = "camera.new";

    /// <summary>A camera is wanted no longer: into the registry.</summary>
    public const string Withdrawal = "camera.withdrawn";

    /// <summary>The same as <see cref="Mark"/>, in the registry.</summary>
    public const string CameraMark = "camera.mark";
}
