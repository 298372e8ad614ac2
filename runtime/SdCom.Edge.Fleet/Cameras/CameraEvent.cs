using System.Text.Json.Serialization;

namespace SdCom.Edge.Fleet.Cameras;

/// <summary>An action that a camera of the fleet saw begin or end.</summary>
public sealed record CameraEvent
{
    public required string Camera { get; init; }

    /// <summary>The fencing number of the lease, see <see cref="Cameras.Fence"/>.</summary>
    public required string Fence { get; init; }

    public required string Node { get; init; }

    /// <summary><c>began</c> or <c>ended</c>.</summary>
    public required string Phase { get; init; }

    public required string Action { get; init; }

    /// <summary>The first frame of the action, in seconds from the camera's start on this node.</summary>
    public required double Start { get; init; }

    /// <summary>Its last frame so far.</summary>
    public required double End { get; init; }

    public required double Confidence { get; init; }

    /// <summary>The node's wall clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Counts the events of this lease, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>The fencing number; the smallest where the text is none.</summary>
    [JsonIgnore]
    public Fence ParsedFence => Cameras.Fence.TryParse(Fence, out Fence fence) ? fence : default;
}
