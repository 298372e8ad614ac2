using System.Net.Sockets;
using System.Text;

namespace SdCom.Edge.Runtime.Tests.Service;

/// <summary>The ear of a service manager: a real datagram socket that services are told to notify.</summary>
internal sealed class ServiceManager : IDisposable
{
    private readonly Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly byte[] datagram = new byte[4096];

    /// <param name="address">A path, or an abstract name after an @.</param>
    public ServiceManager(string address)
    {
        Address = address;
        socket.Bind(new UnixDomainSocketEndPoint(address[0] == '@' ? '\0' + address[1..] : address));
        socket.ReceiveTimeout = 60_000;
    }

    /// <summary>What NOTIFY_SOCKET must hold.</summary>
    public string Address { get; }

    /// <summary>The next message; waits for it.</summary>
    public string Next() => Encoding.UTF8.GetString(datagram, 0, socket.Receive(datagram));

    /// <summary>What has come so far.</summary>
    public IReadOnlyList<string> Waiting()
    {
        List<string> messages = [];
        while (socket.Available > 0)
            messages.Add(Next());
        return messages;
    }

    public void Dispose() => socket.Dispose();
}
