using SdCom.Edge.Core;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Jobs;

namespace SdCom.Edge.Fleet.Cameras;

/// <summary>Which cameras are wanted, by the log of submissions and withdrawals. Safe for threads.</summary>
public sealed class CameraRegistry
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (long Revision, CameraJob? Wanted)> cameras = [];

    /// <summary>The cameras that are wanted, by name.</summary>
    public IReadOnlyList<CameraJob> All
    {
        get
        {
            lock (gate)
                return [.. cameras.Values.Select(camera => camera.Wanted).OfType<CameraJob>().OrderBy(job => job.Camera, StringComparer.Ordinal)];
        }
    }

    /// <summary>What is wanted of a camera; null when it is not wanted.</summary>
    public CameraJob? Wanted(string camera)
    {
        lock (gate)
            return cameras.GetValueOrDefault(camera).Wanted;
    }

    /// <summary>The newest revision of a camera that was ever submitted; 0 for none.</summary>
    public long NewestRevision(string camera)
    {
        lock (gate)
            return cameras.GetValueOrDefault(camera).Revision;
    }

    /// <summary>Whether a lease of this job is of no use: the camera was withdrawn, or submitted anew. A job that the log does not tell of yet is newer than it.</summary>
    public bool IsOutdated(CameraJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        lock (gate)
            return cameras.TryGetValue(job.Camera, out (long Revision, CameraJob? Wanted) known) && (job.Revision < known.Revision || (job.Revision == known.Revision && known.Wanted is null));
    }

    /// <summary>Takes in a message of the log; one that cannot be read tells nothing.</summary>
    /// <returns>The camera that it is about; null for none.</returns>
    public string? Add(Delivery message)
    {
        ArgumentNullException.ThrowIfNull(message);
        try
        {
            switch (message.RoutingKey)
            {
                case { } key when RoutingKeys.IsCamera(key):
                    CameraJob job = Payload.ReadCamera(message.Body);
                    Set(job.Camera, job.Revision, job);
                    return job.Camera;
                case RoutingKeys.Withdrawal:
                    CameraWithdrawal gone = Payload.Read(message.Body, "withdrawal", FleetJson.Default.CameraWithdrawal);
                    Set(gone.Camera, gone.Revision, null);
                    return gone.Camera;
                default:
                    return null;
            }
        }
        catch (InputException)
        {
            return null;
        }
    }

    private void Set(string camera, long revision, CameraJob? wanted)
    {
        lock (gate)
        {
            if (revision >= cameras.GetValueOrDefault(camera).Revision)
                cameras[camera] = (revision, wanted);
        }
    }
}
