using SdCom.Edge.Runtime.Outputs.Queue;
using SdCom.Edge.Runtime.Outputs.Serial;

namespace SdCom.Edge.Host.Outputs;

/// <summary><c>serial:DEVICE</c>.</summary>
internal static class SerialOutput
{
    public static (OpenDelivery, QueueSettings) Read(OutputSpec spec)
    {
        int baud = spec.Number("baud", 115_200, 50, 4_000_000);
        bool binary = spec.Word("protocol", "text", "text", "binary") == "binary";
        TimeSpan timeout = spec.Time("timeout", TimeSpan.FromSeconds(1));
        QueueSettings queue = QueueSettings.Default with
        {
            Kinds = OutputKinds.Kinds(spec, "both", MessageKinds.Frame | MessageKinds.Events),
            StaleAfter = spec.Time("stale", TimeSpan.FromSeconds(10)),
        };
        return (scene => new SerialDelivery(spec.Target, baud, binary ? new BinaryProtocol(scene.Classes, scene.Cameras) : new TextProtocol(), timeout), queue);
    }
}
