using SdCom.Edge.Core;

namespace SdCom.Edge.Fleet.Broker;

/// <summary>Where the broker is and who we are there. Passwords never stand in the address: they come from a file or the environment.</summary>
public sealed record BrokerSettings
{
    private const int Port = 5672;
    private const int TlsPort = 5671;

    public required string Host { get; init; }

    public required int PortNumber { get; init; }

    public string VirtualHost { get; init; } = "/";

    /// <summary>Whether the connection is TLS; the broker must then name <see cref="Host"/> in its certificate.</summary>
    public bool Tls { get; init; }

    public string User { get; init; } = "guest";

    public string Password { get; init; } = "guest";

    /// <summary>A PEM file of the authorities that may sign the broker's certificate; null trusts the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>A PEM file with our own certificate; null shows none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The PEM file of its key.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Two of these without a sign of life, and each side takes the other for gone.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The broker in words for people, without secrets.</summary>
    public string Name => $"{(Tls ? "amqps" : "amqp")}://{User}@{Host}:{PortNumber}{(VirtualHost == "/" ? string.Empty : $"/{Uri.EscapeDataString(VirtualHost)}")}";

    /// <summary>Reads an address such as <c>amqps://worker@broker.local/site</c>.</summary>
    /// <param name="url">amqp: or amqps:, a host, perhaps a user, a port and a virtual host.</param>
    /// <param name="password">The user's password; null where the address names no user.</param>
    /// <exception cref="InputException">It is no such address, or holds a password.</exception>
    public static BrokerSettings Parse(string url, string? password)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("amqp" or "amqps") || uri.Host.Length == 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
            throw new InputException($"--broker must look like amqp://user@host:5672/vhost, or amqps: for TLS, got '{Masked(url)}'.");
        if (uri.UserInfo.Contains(':', StringComparison.Ordinal))
            throw new InputException($"--broker {Masked(url)}: a password does not belong on the command line; give --broker-password-file FILE, or set SDCOM_BROKER_PASSWORD.");
        string user = Uri.UnescapeDataString(uri.UserInfo), path = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/'));
        if (user.Length > 0 && password is null)
            throw new InputException($"--broker {url}: the password of {user} is missing; give --broker-password-file FILE, or set SDCOM_BROKER_PASSWORD.");
        bool tls = uri.Scheme == "amqps";
        BrokerSettings settings = new()
        {
            Host = uri.IdnHost,
            PortNumber = uri.Port > 0 ? uri.Port : tls ? TlsPort : Port,
            Tls = tls,
            VirtualHost = path.Length > 0 ? path : "/",
        };
        return user.Length > 0 ? settings with { User = user, Password = password! } : settings;
    }

    /// <summary>Everything but the secret.</summary>
    public override string ToString() => Name;

    private static string Masked(string url)
    {
        int from = url.IndexOf("://", StringComparison.Ordinal), to = url.LastIndexOf('@');
        int colon = from < 0 || to < from ? -1 : url.IndexOf(':', from + 3);
        return colon >= 0 && colon < to ? string.Concat(url.AsSpan(0, colon), ":***", url.AsSpan(to)) : url;
    }
}
