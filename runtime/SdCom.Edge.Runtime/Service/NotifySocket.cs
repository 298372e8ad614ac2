using System.Net.Sockets;
using System.Text;

namespace SdCom.Edge.Runtime.Service;

/// <summary>The datagram socket on which a service manager hears how its service is doing: systemd's sd_notify protocol, lines of NAME=VALUE.</summary>
public sealed class NotifySocket : IServiceManager
{
    private readonly Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly UnixDomainSocketEndPoint manager;

    private NotifySocket(string address) => manager = new UnixDomainSocketEndPoint(address);

    /// <summary>The socket of an address as NOTIFY_SOCKET holds it, a path or, with an @ before it, an abstract name; null where there is none or it is of another kind.</summary>
    public static NotifySocket? Open(string? address) => address switch
    {
        ['/', _, ..] => new NotifySocket(address),
        ['@', _, ..] => new NotifySocket('\0' + address[1..]),
        _ => null,
    };

    /// <inheritdoc/>
    public bool Tell(string state)
    {
        try
        {
            socket.SendTo(Encoding.UTF8.GetBytes(state), manager);
            return true;
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    public void Dispose() => socket.Dispose();
}
