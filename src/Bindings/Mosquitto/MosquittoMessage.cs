namespace SdCom.Edge.Bindings.Mosquitto;

/// <summary>A message that a subscription brought.</summary>
public sealed record MosquittoMessage(string Topic, byte[] Payload, bool Retained);

/// <summary>How to reach a broker.</summary>
public sealed record MosquittoOptions
{
    public required string Host { get; init; }

    public required int Port { get; init; }

    public required string ClientId { get; init; }

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>Whether to speak TLS. The broker's certificate must be good for <see cref="Host"/>.</summary>
    public bool Tls { get; init; }

    /// <summary>The authorities that may have signed the broker's certificate, as PEM; the system's when null.</summary>
    public string? CaFile { get; init; }

    /// <summary>This client's own certificate and key, as PEM; both or none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The key of <see cref="CertificateFile"/>.</summary>
    public string? KeyFile { get; init; }

    /// <summary>What the broker publishes, retained, when this client is gone without a farewell.</summary>
    public (string Topic, byte[] Payload)? Will { get; init; }

    /// <summary>How often at least something is sent, so that both sides notice a dead line.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long connecting and each acknowledgement may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);
}
