using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SdCom.Edge.Runtime.Tests.Dashboard;

/// <summary>Requests that no honest client sends, over raw sockets on the loopback; seeded, so that a failure repeats.</summary>
internal static class MalformedRequests
{
    private const int Lanes = 4;

    private static readonly string[] Methods = ["GET", "POST", "PUT", "HEAD", "OPTIONS", "TRACE", "CONNECT", "get", "G\0T", "", "PRI"];
    private static readonly string[] Paths =
    [
        "/", "/api/state", "/api/budget", "/api/profile", "/login", "/metrics", "/readyz", "/api/cameras/0/timeline", "/api/cameras/99999999999999999999/timeline", "/api/cameras/-1/picture.jpg",
        "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc/passwd", "/..\\..\\windows\\win.ini", "//evil.example/", "/%00", "/%", "/%zz", "/app.js/../../x", "/wwwroot/index.html",
        "http://evil.example/", "*", "/api/state?x=%ff%fe", "/\u00ff\u00fe", "/api/cameras/0/../../../proc/self/environ", "/.git/config", "/appsettings.json",
    ];

    private static readonly string[] Bodies =
    [
        """{"share": 0.5}""", "{", "[[[[[[[[", """{"share": 1e400}""", """{"share": "\ud800"}""", """{"profile": "../../../etc/passwd"}""", """{"profile": null}""", "\u0000\u0001", "{\"token\": \"x\"}", "null", "true", "\"\"",
    ];

    /// <summary>Sends so many in some lanes at once, and tells how many were answered; no answer may be a server's failure.</summary>
    public static async Task<int> Send(int port, int seed, int count, CancellationToken cancel)
    {
        Task<int>[] lanes = [.. Enumerable.Range(0, Lanes).Select(lane => SendLane(port, seed + lane, count / Lanes, cancel))];
        return (await Task.WhenAll(lanes)).Sum();
    }

    private static async Task<int> SendLane(int port, int seed, int count, CancellationToken cancel)
    {
        Random random = new(seed);
        int answered = 0;
        for (int i = 0; i < count; i++)
        {
            byte[] request = Request(random);
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, LingerState = new LingerOption(true, 0) };
            await socket.ConnectAsync(IPAddress.Loopback, port, cancel);
            try
            {
                await socket.SendAsync(request, cancel);
                socket.Shutdown(SocketShutdown.Send);
                answered += await Receive(socket, cancel) ? 1 : 0;
            }
            catch (SocketException)
            {
                // Thrown out before it had said everything.
            }
        }

        return answered;
    }

    // The beginning of an answer; never a server's failure.
    private static async Task<bool> Receive(Socket socket, CancellationToken cancel)
    {
        byte[] answer = new byte[512];
        int read = await socket.ReceiveAsync(answer, cancel);
        if (read == 0)
            return false;
        string text = Encoding.Latin1.GetString(answer, 0, read);
        Assert.StartsWith("HTTP/1.", text, StringComparison.Ordinal);
        Assert.False(text.Contains(" 500 ", StringComparison.Ordinal), text);
        Assert.DoesNotContain("root:", text, StringComparison.Ordinal);
        return true;
    }

    // Half of them are well-formed to the last byte of the head, so that what they ask for is looked at, too.
    private static byte[] Request(Random random)
    {
        if (random.Next(6) == 0)
            return Noise(random, random.Next(1, 3000));
        bool broken = random.Next(2) == 0;
        StringBuilder text = new();
        text.Append(broken ? Pick(random, Methods) : random.Next(2) == 0 ? "POST" : "GET").Append(broken && random.Next(20) == 0 ? "" : " ").Append(Pick(random, Paths)).Append(broken && random.Next(12) == 0 ? " HTTP/9.9" : " HTTP/1.1").Append(Break());
        if (!broken || random.Next(8) > 0)
            text.Append("Host: ").Append(random.Next(5) == 0 ? "evil.example" : "localhost").Append(Break());
        for (int i = broken ? random.Next(4) : 0; i > 0; i--)
            text.Append(Header(random)).Append(Break());
        string body = Pick(random, Bodies);
        text.Append("Content-Type: application/json").Append(Break());
        text.Append((broken ? random.Next(5) : 4) switch { 0 => "Content-Length: 99999999999", 1 => "Content-Length: -1", 2 => "Transfer-Encoding: chunked", 3 => "Content-Length: 3", _ => $"Content-Length: {Encoding.UTF8.GetByteCount(body)}" }).Append(Break());
        text.Append(Break()).Append(body);
        byte[] bytes = Encoding.Latin1.GetBytes(text.ToString());
        for (int i = broken ? random.Next(4) : 0; i > 0; i--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return random.Next(6) == 0 ? bytes[..random.Next(1, bytes.Length)] : bytes;

        string Break() => (broken ? random.Next(25) : 24) switch { 0 => "\n", 1 => "\r", 2 => "\0\r\n", _ => "\r\n" };
    }

    private static string Header(Random random) => random.Next(9) switch
    {
        0 => "X-Huge: " + new string('a', random.Next(1, 40_000)),
        1 => "Cookie: sdcom-session=" + new string(';', random.Next(200)),
        2 => "Authorization: Bearer " + Encoding.Latin1.GetString(Noise(random, 40)),
        3 => "Origin: null",
        4 => ": no name",
        5 => "Expect: 100-continue",
        6 => "Upgrade: websocket\r\nConnection: Upgrade",
        7 => "Range: bytes=-1,99999999999999-",
        _ => string.Join("\r\n", Enumerable.Range(0, 80).Select(i => $"X-{i}: 1")),
    };

    private static byte[] Noise(Random random, int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
