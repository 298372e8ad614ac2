using SdCom.Edge.Runtime.Outputs.Queue;
using SdCom.Edge.Runtime.Outputs.Webhook;

namespace SdCom.Edge.Host.Outputs;

/// <summary><c>webhook:ADDRESS</c>.</summary>
internal static class WebhookOutput
{
    public static (OpenDelivery, QueueSettings) Read(OutputSpec spec, OutputContext run)
    {
        if (!Uri.TryCreate(spec.Target, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https") || address.UserInfo.Length > 0)
            throw new UsageException($"--output {spec.Name}: webhook: must be followed by an http or https address without user and password.");
        WebhookSettings settings = new()
        {
            Address = address,
            Secret = Secrets.Read(spec, "secret", "SDCOM_WEBHOOK_SECRET"),
            Timeout = spec.Time("timeout", TimeSpan.FromSeconds(5)),
            Retries = spec.Number("retries", 3, 1, 10),
        };
        QueueSettings queue = QueueSettings.Default with { Kinds = OutputKinds.Kinds(spec, "both", MessageKinds.Events) };
        Random jitter = new(HashCode.Combine(spec.Name, Environment.ProcessId));
        return (_ => new WebhookDelivery(settings, run.Clock, jitter), queue);
    }
}
