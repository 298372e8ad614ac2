namespace SdCom.Edge.Fleet.Broker;

/// <summary>What a fleet calls its exchanges, queues and streams on the broker. All begin with <see cref="Prefix"/>, so that one pattern of a user's rights covers them.</summary>
public static class FleetNames
{
    /// <summary>The beginning of every name of a fleet.</summary>
    public const string Prefix = "sdcom.";

    /// <summary>The exchange that jobs are published to; it hands a clip job to the queue of its model and to <see cref="Submitted"/> at once.</summary>
    public const string Jobs = "sdcom.jobs";

    /// <summary>The exchange before the quorum queues that workers take clip jobs from, and the beginning of their names: each model has one, see <see cref="ClipQueues"/>. What has no queue there goes to <see cref="Dead"/>.</summary>
    public const string Clips = "sdcom.clips";

    /// <summary>The stream that says for which models there are queues, and the exchange before it.</summary>
    public const string Models = "sdcom.models";

    /// <summary>The stream of all clip jobs that were ever submitted.</summary>
    public const string Submitted = "sdcom.submitted";

    /// <summary>The stream of results, and the exchange before it.</summary>
    public const string Results = "sdcom.results";

    /// <summary>The exchange and the quorum queue of jobs that cannot be done, each with its reason.</summary>
    public const string Dead = "sdcom.dead";

    /// <summary>The quorum queue whose messages are cameras; holding one is the lease of that camera. There may be more, see <see cref="CameraQueues"/>.</summary>
    public const string Cameras = "sdcom.cameras";

    /// <summary>The stream that says which cameras are wanted: submissions and withdrawals.</summary>
    public const string Registry = "sdcom.registry";

    /// <summary>The queue that is exclusive to whoever is submitting: a lock.</summary>
    public const string Submitting = "sdcom.submitting";

    /// <summary>The stream that says which models are to run, and the exchange before it.</summary>
    public const string Rollouts = "sdcom.rollouts";

    /// <summary>The exchange that pieces of model packages are published to; each package has a stream of its own behind it.</summary>
    public const string Packages = "sdcom.packages";

    /// <summary>The exchange that nodes tell their state to.</summary>
    public const string Nodes = "sdcom.nodes";

    /// <summary>The exchange of the cameras' events; the routing key is the camera.</summary>
    public const string Events = "sdcom.events";
}
