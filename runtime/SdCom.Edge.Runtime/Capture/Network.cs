using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace SdCom.Edge.Runtime.Capture;

/// <summary>Addresses of network cameras.</summary>
internal static partial class Network
{
    private const int RtspPort = 554;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>An address, or a pipeline that holds one, with its password hidden: it goes to logs and reports.</summary>
    public static string HideSecrets(string text) => Password().Replace(text, "$1:***@");

    /// <summary>Why a stream does not open: FFmpeg says only that it does not, so the host is asked whether anybody listens.</summary>
    public static string WhyNot(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0)
            return "not an address; it must look like rtsp://user:password@host:554/path";
        string place = $"{uri.Host}:{(uri.Port > 0 ? uri.Port : RtspPort)}";
        try
        {
            using TcpClient client = new();
            return client.ConnectAsync(uri.Host, uri.Port > 0 ? uri.Port : RtspPort).Wait(Patience)
                ? $"{place} answers, but sends no such video; check path, user and password"
                : $"{place} does not answer; is the camera on, and in this network?";
        }
        catch (AggregateException problem) when (problem.InnerException is SocketException refused)
        {
            return $"{place}: {refused.Message}; is the camera on, and is the address right?";
        }
    }

    [GeneratedRegex(@"(://[^:@/\s]*):[^@\s]*@")]
    private static partial Regex Password();
}
