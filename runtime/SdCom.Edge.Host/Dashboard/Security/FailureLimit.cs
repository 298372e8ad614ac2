using System.Net;
using System.Net.Sockets;

namespace SdCom.Edge.Host.Dashboard.Security;

/// <summary>
/// Counts wrong tokens of each address. After ten within a minute the address is refused, right token or not, until the minute is over. So many addresses are remembered and no more:
/// when they are full, the one that failed the longest ago is forgotten.
/// </summary>
/// <param name="time">Measures minutes.</param>
internal sealed class FailureLimit(TimeProvider time)
{
    private const int Allowed = 10;
    private const int Remembered = 1024;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<IPAddress, Failures> addresses = [];

    /// <summary>Addresses that are remembered.</summary>
    public int Count
    {
        get
        {
            lock (gate)
                return addresses.Count;
        }
    }

    /// <summary>How long an address is still refused; null when it is not.</summary>
    public TimeSpan? RefusedFor(IPAddress address)
    {
        address = Network(address);
        lock (gate)
        {
            if (!addresses.TryGetValue(address, out Failures? failures))
                return null;
            TimeSpan left = Window - time.GetElapsedTime(failures.Since);
            if (left <= TimeSpan.Zero)
                addresses.Remove(address);
            return left > TimeSpan.Zero && failures.Count >= Allowed ? left : null;
        }
    }

    /// <summary>A wrong token came from an address.</summary>
    public void Add(IPAddress address)
    {
        address = Network(address);
        lock (gate)
        {
            if (addresses.TryGetValue(address, out Failures? failures) && time.GetElapsedTime(failures.Since) < Window)
            {
                failures.Count++;
                return;
            }

            if (addresses.Count >= Remembered)
                addresses.Remove(addresses.MinBy(pair => pair.Value.Since).Key);
            addresses[address] = new Failures(time.GetTimestamp());
        }
    }

    // Whoever has one IPv6 address has 2^64 of them.
    private static IPAddress Network(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    private sealed class Failures(long since)
    {
        public long Since { get; } = since;

        public int Count { get; set; } = 1;
    }
}
