namespace SdCom.Edge.Runtime.Outputs.Webhook;

/// <summary>Where events are posted.</summary>
public sealed record WebhookSettings
{
    /// <summary>An http or https address.</summary>
    public required Uri Address { get; init; }

    /// <summary>The key of the signature; without one requests are not signed.</summary>
    public string? Secret { get; init; }

    /// <summary>How long one attempt may take, from connecting to the last byte of the answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Attempts beyond the first before the server counts as lost.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>The wait before the second attempt; each one after it waits twice as long, with jitter.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(300);
}
