using SdCom.Edge.Core;

namespace SdCom.Edge.Runtime.Outputs.Mqtt;

/// <summary>A broker, and how messages are told to it.</summary>
public sealed record MqttSettings
{
    public required string Host { get; init; }

    public required int Port { get; init; }

    /// <summary>Whether to speak TLS.</summary>
    public bool Tls { get; init; }

    /// <summary>The authorities that may have signed the broker's certificate (PEM); the system's when null.</summary>
    public string? CaFile { get; init; }

    /// <summary>This device's certificate (PEM), where the broker wants one.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>Its key (PEM, without a password).</summary>
    public string? KeyFile { get; init; }

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>This device's name at the broker and in topics; another one for each device.</summary>
    public required string ClientId { get; init; }

    /// <summary>What topics begin with.</summary>
    public string Prefix { get; init; } = "sdcom";

    /// <summary>Quality of service of events and states: 0 at most once, 1 at least once, 2 exactly once.</summary>
    public int Qos { get; init; } = 1;

    /// <summary>Whether Home Assistant is told what there is.</summary>
    public bool HomeAssistant { get; init; }

    /// <summary>Where Home Assistant looks for that.</summary>
    public string HomeAssistantPrefix { get; init; } = "homeassistant";

    /// <summary>The cameras of the run; null stands for the only one.</summary>
    public IReadOnlyList<string?> Cameras { get; init; } = [null];

    /// <summary>The actions that may be named.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>How long the broker may take to answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Refuses what cannot work.</summary>
    /// <exception cref="InputException">Files are missing.</exception>
    internal void Check()
    {
        foreach ((string what, string? file) in (ReadOnlySpan<(string, string?)>)[("ca", CaFile), ("cert", CertificateFile), ("key", KeyFile)])
        {
            if (file is not null && !File.Exists(file))
                throw new InputException($"mqtt {Host}: {what}: {file} does not exist; give a PEM file.");
        }
    }
}
