namespace SdCom.Edge.Fleet.Cameras;

/// <summary>A camera that is to be watched by some node. In the registry it says that the camera is wanted; in the queue, holding it is the lease.</summary>
public sealed record CameraJob
{
    /// <summary>The format that this program reads and writes.</summary>
    public const int CurrentFormat = 1;

    public required int FormatVersion { get; init; }

    /// <summary>The camera's name in the fleet, and in the routing keys of its events.</summary>
    public required string Camera { get; init; }

    /// <summary>Where its frames come from, as <c>run --source</c> takes it. <c>${NAME}</c> stands for an environment variable of the node: passwords stay there.</summary>
    public required string Source { get; init; }

    /// <summary>Frames a second to ask the camera for; null takes what it gives.</summary>
    public double? FramesPerSecond { get; init; }

    /// <summary>Counts the camera's submissions, from 1.</summary>
    public required long Revision { get; init; }

    /// <summary>Whether both ask for the same.</summary>
    public bool AsksLike(CameraJob other) => other is not null && Source == other.Source && FramesPerSecond == other.FramesPerSecond;
}

/// <summary>A camera is wanted no longer.</summary>
/// <param name="Camera">The camera.</param>
/// <param name="Revision">The last revision that is withdrawn.</param>
public sealed record CameraWithdrawal(string Camera, long Revision);
