using System.Net;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Outputs.Webhook;

/// <summary>A request as the server saw it.</summary>
internal sealed record HookRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body);

/// <summary>A real HTTP server that answers as told, and can die and come back on the same port.</summary>
internal sealed class HookServer : IDisposable
{
    private readonly List<HookRequest> requests = [];
    private readonly Func<int, HttpListenerResponse, int> answer;
    private HttpListener? listener;

    /// <param name="answer">The status of the n-th request, from 0; it may take its time and set headers.</param>
    public HookServer(Func<int, HttpListenerResponse, int> answer)
    {
        this.answer = answer;
        Port = Tools.FreePort();
        Start();
    }

    public int Port { get; }

    public Uri Address => new($"http://127.0.0.1:{Port}/hook");

    public HookRequest[] Requests
    {
        get
        {
            lock (requests)
                return [.. requests];
        }
    }

    public void Start()
    {
        HttpListener started = listener = new HttpListener();
        started.Prefixes.Add($"http://127.0.0.1:{Port}/");
        started.Start();
        new Thread(() => Serve(started)) { IsBackground = true }.Start();
    }

    public void Stop() => listener?.Abort();

    public void Dispose() => listener?.Close();

    private void Serve(HttpListener server)
    {
        try
        {
            while (true)
                Answer(server.GetContext());
        }
        catch (Exception problem) when (problem is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // it was stopped
        }
    }

    private void Answer(HttpListenerContext context)
    {
        using MemoryStream body = new();
        context.Request.InputStream.CopyTo(body);
        int number;
        lock (requests)
        {
            number = requests.Count;
            requests.Add(new HookRequest(
                context.Request.HttpMethod, context.Request.Url!.AbsolutePath, context.Request.Headers.AllKeys.ToDictionary(key => key!, key => context.Request.Headers[key]!), body.ToArray()));
        }

        try
        {
            context.Response.StatusCode = answer(number, context.Response);
            context.Response.Close();
        }
        catch (Exception problem) when (problem is HttpListenerException or IOException or ObjectDisposedException)
        {
            // the client did not wait
        }
    }
}
