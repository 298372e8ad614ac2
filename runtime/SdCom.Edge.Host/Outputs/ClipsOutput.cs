using SdCom.Edge.Runtime.Outputs.Clips;
using SdCom.Edge.Runtime.Outputs.Queue;

namespace SdCom.Edge.Host.Outputs;

/// <summary><c>clips:FOLDER</c>.</summary>
internal static class ClipsOutput
{
    public const string Quota = "quota";
    public const long UsualQuota = 1L << 30;

    private const long LeastQuota = 1 << 20;

    public static (OpenDelivery, QueueSettings) Read(OutputSpec spec)
    {
        ClipSettings settings = new()
        {
            Before = spec.Time("before", ClipSettings.Default.Before),
            After = spec.Time("after", ClipSettings.Default.After),
            Longest = spec.Time("longest", ClipSettings.Default.Longest),
        };
        if (settings.Before > TimeSpan.FromMinutes(1))
            throw spec.Wrong("before", "at most 60s, it waits in memory", $"{settings.Before.TotalSeconds}s");
        long quota = spec.Bytes(Quota, UsualQuota, LeastQuota), free = spec.Bytes("free", 256L << 20, 0);
        QueueSettings queue = QueueSettings.Default with { Farewell = TimeSpan.FromSeconds(10) }; // a clip is encoded to its end
        return (scene => new ClipDelivery(new ClipFolder(spec.Target, quota, free), scene.Cameras, settings), queue);
    }
}
