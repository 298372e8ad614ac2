using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Json;
using SdCom.Edge.Fleet.Cameras;
using SdCom.Edge.Fleet.Rollout;

namespace SdCom.Edge.Fleet.Jobs;

/// <summary>Reads what others put on the broker: first its size, then its form.</summary>
public static class Payload
{
    /// <summary>The most bytes of a job, a result or a node's report. A job is a path and a few numbers.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Reads a message.</summary>
    /// <param name="body">Its bytes.</param>
    /// <param name="what">What it is, for messages.</param>
    /// <param name="type">Its form.</param>
    /// <exception cref="InputException">It is too large or has another form; the message is one line.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> body, string what, JsonTypeInfo<T> type)
        where T : class
    {
        if (body.Length > MaxBytes)
            throw new InputException($"{what}: must have at most {MaxBytes} bytes, got {body.Length}.");
        try
        {
            return JsonSerializer.Deserialize(body.Span, type) ?? throw new InputException($"{what}: must be an object {{ }}, got null.");
        }
        catch (JsonException problem)
        {
            throw new InputException(JsonProblem.Describe(what, body, problem), problem);
        }
    }

    /// <summary>Reads a clip job and compares it with its key.</summary>
    /// <exception cref="InputException">It is none that this program may run.</exception>
    public static ClipJob ReadClip(ReadOnlyMemory<byte> body)
    {
        ClipJob job = Read(body, "clip job", FleetJson.Default.ClipJob);
        if (job.FormatVersion != ClipJob.CurrentFormat)
            throw new InputException($"clip job: formatVersion must be {ClipJob.CurrentFormat}, got {job.FormatVersion}; run submit and workers of one version.");
        if (job.Key != job.ComputeKey())
            throw new InputException($"clip job: key must be {job.ComputeKey()}, got {job.Key}; the job was edited.");
        if (!PackageParcel.IsHash(job.ModelHash))
            throw new InputException("clip job: modelHash must be 64 hexadecimal digits.");
        if (job.Price is null == job.Width is null || job.Price is < 0)
            throw new InputException("clip job: exactly one of price (0 or more) and width must be set.");
        return job;
    }

    /// <summary>Reads the name of a model that there is a queue for.</summary>
    /// <exception cref="InputException">It is none.</exception>
    public static FleetModel ReadModel(ReadOnlyMemory<byte> body)
    {
        FleetModel model = Read(body, "model", FleetJson.Default.FleetModel);
        return PackageParcel.IsHash(model.ModelHash) ? model : throw new InputException("model: modelHash must be 64 hexadecimal digits.");
    }

    /// <summary>Reads an order to run a model.</summary>
    /// <exception cref="InputException">It is none that this program may follow.</exception>
    public static RolloutOrder ReadRollout(ReadOnlyMemory<byte> body)
    {
        RolloutOrder order = Read(body, "roll-out", FleetJson.Default.RolloutOrder);
        if (order.FormatVersion != RolloutOrder.CurrentFormat)
            throw new InputException($"roll-out: formatVersion must be {RolloutOrder.CurrentFormat}, got {order.FormatVersion}; run fleet and workers of one version.");
        return PackageParcel.IsHash(order.ModelHash) && order.Share is >= 0 and <= 1
            ? order
            : throw new InputException("roll-out: modelHash must be 64 hexadecimal digits and share 0 to 1.");
    }

    /// <summary>Reads a camera.</summary>
    /// <exception cref="InputException">It is none that this program may run.</exception>
    public static CameraJob ReadCamera(ReadOnlyMemory<byte> body)
    {
        CameraJob job = Read(body, "camera", FleetJson.Default.CameraJob);
        return job.FormatVersion == CameraJob.CurrentFormat && job.Revision > 0
            ? job
            : throw new InputException($"camera {job.Camera}: formatVersion must be {CameraJob.CurrentFormat} and revision positive, got {job.FormatVersion} and {job.Revision}; run submit and workers of one version.");
    }
}
