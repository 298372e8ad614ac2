using System.Net;

namespace SdCom.Edge.Host.Dashboard;

/// <summary>One address to listen on.</summary>
/// <param name="Address">The IP address; loopback for <c>localhost</c>.</param>
/// <param name="Port">The port; 0 takes a free one.</param>
/// <param name="IsSecure">Whether it speaks TLS.</param>
internal sealed record ServerUrl(IPAddress Address, int Port, bool IsSecure)
{
    public bool IsLoopback => IPAddress.IsLoopback(Address);

    /// <summary>Reads what the user wrote; several are separated by semicolons.</summary>
    /// <exception cref="UsageException">It is no address to listen on.</exception>
    public static IReadOnlyList<ServerUrl> Parse(string text)
    {
        ServerUrl[] urls = [.. text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(One)];
        return urls.Length > 0 ? urls : throw Wrong(text);
    }

    public override string ToString() => $"{(IsSecure ? "https" : "http")}://{new IPEndPoint(Address, Port)}";

    private static ServerUrl One(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https") || url.PathAndQuery != "/" || url.UserInfo.Length > 0 || url.Fragment.Length > 0)
            throw Wrong(text);
        IPAddress? address = url.Host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(url.Host, out IPAddress? given) ? given : null;
        return address is null ? throw Wrong(text) : new ServerUrl(address, url.Port, url.Scheme == "https");
    }

    private static UsageException Wrong(string text) =>
        new($"--urls must be http:// or https:// with localhost or an IP address and a port, such as http://127.0.0.1:8080, got '{text}'.");
}
