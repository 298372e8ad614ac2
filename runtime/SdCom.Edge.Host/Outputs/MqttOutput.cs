using SdCom.Edge.Runtime.Outputs.Mqtt;
using SdCom.Edge.Runtime.Outputs.Queue;

namespace SdCom.Edge.Host.Outputs;

/// <summary><c>mqtt:HOST[:PORT]</c>, or <c>mqtts:</c> for TLS.</summary>
internal static class MqttOutput
{
    private const int Port = 1883;
    private const int TlsPort = 8883;

    public static (OpenDelivery, QueueSettings) Read(OutputSpec spec, OutputContext run)
    {
        if (spec.Target.Contains('@', StringComparison.Ordinal))
            throw new UsageException($"--output {spec.Name}: a password does not belong on the command line; give user=NAME and password-file=FILE, or set SDCOM_MQTT_PASSWORD.");
        bool tls = spec.Kind == "mqtts";
        (string host, int port) = Place(spec, tls ? TlsPort : Port);
        MqttSettings settings = new()
        {
            Host = host,
            Port = port,
            Tls = tls,
            CaFile = spec.Text("ca"),
            CertificateFile = spec.Text("cert"),
            KeyFile = spec.Text("key"),
            User = spec.Text("user"),
            Password = Secrets.Read(spec, "password", "SDCOM_MQTT_PASSWORD"),
            ClientId = spec.Text("client") ?? Environment.MachineName,
            Prefix = spec.Text("topic") ?? "sdcom",
            Qos = spec.Number("qos", 1, 0, 2),
            HomeAssistant = spec.Flag("ha"),
        };
        if (!tls && (settings.CaFile ?? settings.CertificateFile ?? settings.KeyFile) is not null)
            throw new UsageException($"--output {spec.Name}: ca, cert and key need mqtts:.");
        if (settings.CertificateFile is null != settings.KeyFile is null)
            throw new UsageException($"--output {spec.Name}: cert and key belong together; give both or none.");
        QueueSettings queue = QueueSettings.Default with { Kinds = MessageKinds.Events | (spec.Flag("frames") ? MessageKinds.Frame : MessageKinds.None) };
        return (scene => new MqttDelivery(settings with { Cameras = scene.Cameras }, run.Clock), queue);
    }

    private static (string Host, int Port) Place(OutputSpec spec, int port) =>
        Uri.TryCreate($"{spec.Kind}://{spec.Target}", UriKind.Absolute, out Uri? uri) && uri.Host.Length > 0 && uri.AbsolutePath is "/" or ""
            ? (uri.IdnHost, uri.Port > 0 ? uri.Port : port)
            : throw new UsageException($"--output {spec.Name}: {spec.Kind}: must be followed by HOST or HOST:PORT, got '{spec.Target}'.");
}
