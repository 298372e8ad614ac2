using SdCom.Edge.Runtime.Outputs.JsonLines;
using SdCom.Edge.Runtime.Outputs.Queue;
using SdCom.Edge.Runtime.Outputs.Rules;
using SdCom.Edge.Runtime.Outputs.Terminal;

namespace SdCom.Edge.Host.Outputs;

/// <summary>What an output is made of: its name, its far side, how it queues, which messages it wants: those that one of the rules admits.</summary>
internal sealed record OutputParts(string Name, OpenDelivery Open, QueueSettings Queue, IReadOnlyList<OutputRule> Rules);

/// <summary>Makes the far side of an output.</summary>
internal delegate IDelivery OpenDelivery(OutputScene scene);

/// <summary>What an output learns when it is opened.</summary>
/// <param name="Classes">What the model can name.</param>
/// <param name="Cameras">The cameras' names; one null where there is only one.</param>
internal sealed record OutputScene(IReadOnlyList<string> Classes, IReadOnlyList<string?> Cameras);

/// <summary>The kinds of outputs that the command line knows. Each reads its own options; what is wrong with them is said before anything is opened.</summary>
internal static class OutputKinds
{
    public const string Console = "console";
    public const string Clips = "clips";

    /// <summary>What may follow <c>--output</c>, for help and messages.</summary>
    public const string All = "console, jsonl:FILE, mqtt:HOST (mqtts: with TLS) webhook:ADDRESS, serial:DEVICE, gpio:[CHIP/]LINE or clips:FOLDER";

    private const int ManyMessages = 4096; // files: every frame of a film counts
    private const long LeastFile = 64 * 1024;

    /// <summary>Reads an output; nothing is opened.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="run">What outputs need to know of the run.</param>
    /// <exception cref="UsageException">It is no output, or an option is wrong.</exception>
    public static OutputParts Read(string text, OutputContext run)
    {
        OutputSpec spec = new(text);
        (OpenDelivery open, QueueSettings queue) = spec.Kind switch
        {
            Console when spec.Target.Length == 0 => Terminal(run),
            "jsonl" when spec.Target.Length > 0 => JsonLines(spec),
            "mqtt" or "mqtts" when spec.Target.Length > 0 => MqttOutput.Read(spec, run),
            "webhook" when spec.Target.Length > 0 => WebhookOutput.Read(spec, run),
            Clips when spec.Target.Length > 0 => ClipsOutput.Read(spec),
            "gpio" when spec.Target.Length > 0 => GpioOutput.Read(spec, run),
            "serial" when spec.Target.Length > 0 => SerialOutput.Read(spec),
            _ => throw new UsageException($"--output must be {All}, got '{spec.Name}'."),
        };
        return new OutputParts(spec.Name, open, queue, OutputRules.Read(spec));
    }

    // With --json standard output belongs to the one object.
    private static (OpenDelivery, QueueSettings) Terminal(OutputContext run) =>
        (_ => new ConsoleDelivery(run.Json ? System.Console.Error : System.Console.Out), QueueSettings.Default with { Kinds = MessageKinds.Frame | MessageKinds.Ended, Capacity = ManyMessages });

    private static (OpenDelivery, QueueSettings) JsonLines(OutputSpec spec)
    {
        long bytes = spec.Bytes("bytes", 10 << 20, LeastFile);
        int files = spec.Number("files", 3, 0, 1000);
        QueueSettings queue = QueueSettings.Default with { Kinds = Kinds(spec, "all", MessageKinds.Frame | MessageKinds.Ended), Capacity = ManyMessages };
        return (_ => new JsonLinesDelivery(spec.Target, bytes, files), queue);
    }

    /// <summary>The messages that <c>on=</c> asks for.</summary>
    public static MessageKinds Kinds(OutputSpec spec, string otherwise, MessageKinds all) => spec.Word("on", otherwise, "began", "ended", "both", "frames", "all") switch
    {
        "began" => MessageKinds.Began,
        "ended" => MessageKinds.Ended,
        "both" => MessageKinds.Events,
        "frames" => MessageKinds.Frame,
        _ => all,
    };
}
