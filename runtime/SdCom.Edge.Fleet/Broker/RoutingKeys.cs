using System.Globalization;

namespace SdCom.Edge.Fleet.Broker;

/// <summary>What messages to the exchange of jobs are, as their routing keys tell.</summary>
public static class RoutingKeys
{
    /// <summary>Every clip job that is new, of whatever model; earlier versions had no model in it.</summary>
    public const string NewClips = "clip.new.#";

    /// <summary>Every clip job that was submitted before, of whatever model.</summary>
    public const string ClipsAgain = "clip.again.#";

    /// <summary>Nothing but a place in the log of submissions, by which who wrote it knows that it has read everything before.</summary>
    public const string Mark = "clip.mark";

    /// <summary>Every camera, of whatever queue of leases; earlier versions had no number in it.</summary>
    public const string Cameras = "camera.new.#";

    /// <summary>A camera is wanted no longer: into the registry.</summary>
    public const string Withdrawal = "camera.withdrawn";

    /// <summary>The same as <see cref="Mark"/>, in the registry.</summary>
    public const string CameraMark = "camera.mark";

    /// <summary>A clip job: into the queue of its model and into the log of submissions.</summary>
    public static string NewClip(string modelHash) => $"clip.new.{modelHash}";

    /// <summary>A clip job that was submitted before: into the queue of its model alone.</summary>
    public static string ClipAgain(string modelHash) => $"clip.again.{modelHash}";

    /// <summary>A camera: into its queue of leases and into the registry.</summary>
    public static string Camera(int queue) => string.Create(CultureInfo.InvariantCulture, $"camera.new.{queue}");

    /// <summary>Whether a message of the registry is a camera.</summary>
    public static bool IsCamera(string key) => key is not null && (key == "camera.new" || key.StartsWith("camera.new.", StringComparison.Ordinal));

    /// <summary>Whether a message of the log of submissions is a clip job.</summary>
    public static bool IsNewClip(string key) => key is not null && (key == "clip.new" || key.StartsWith("clip.new.", StringComparison.Ordinal));
}
