using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace SdCom.Edge.Host.Dashboard.Security;

/// <summary>
/// The names by which a request may call this server. A page of somebody else whose name was made to point at this address (DNS rebinding) calls it by that other name, and is refused;
/// an IP address cannot be rebound.
/// </summary>
internal sealed class HostNames
{
    private readonly HashSet<string> names = new(StringComparer.OrdinalIgnoreCase) { "localhost" };
    private readonly bool anyAddress;
    private readonly X509Certificate2? certificate;

    /// <param name="endpoints">Where the server listens.</param>
    /// <param name="certificate">Names that it is made out to are right, too.</param>
    public HostNames(IReadOnlyList<ServerUrl> endpoints, X509Certificate2? certificate)
    {
        this.certificate = certificate;
        anyAddress = endpoints.Any(endpoint => !endpoint.IsLoopback);
        if (!anyAddress)
            return;
        names.Add(Environment.MachineName);
        names.Add($"{Environment.MachineName}.local");
    }

    /// <summary>Whether the Host header's host, without its port, is one of ours.</summary>
    public bool Knows(string host)
    {
        if (names.Contains(host))
            return true;
        if (IPAddress.TryParse(host, out IPAddress? address)) // [::1] keeps its brackets here, and parses
            return anyAddress || IPAddress.IsLoopback(address);
        return anyAddress && certificate?.MatchesHostname(host) == true;
    }
}
