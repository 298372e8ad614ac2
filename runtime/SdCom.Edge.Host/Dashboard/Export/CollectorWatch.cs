using System.Net;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Runtime.Outputs.Queue;

namespace SdCom.Edge.Host.Dashboard.Export;

/// <summary>Sees every request to a collector and what came of it; the SDK itself tells nobody.</summary>
/// <param name="name">The collector, for the report.</param>
/// <param name="changed">Told of the state after every request.</param>
internal sealed class CollectorWatch(string name, Action<OutputStatus> changed) : DelegatingHandler(new SocketsHttpHandler())
{
    private readonly CancellationTokenSource leaving = new();
    private volatile OutputStatus status = new(OutputState.Connecting, null, TimeSpan.Zero, 0, 0, 0, 0);

    /// <summary>The time between two attempts.</summary>
    public TimeSpan Period { get; set; }

    /// <summary>The state and what became of the requests. None is retried: the next one says all that it would have.</summary>
    public OutputReport Report => new(name, status.State.ToString().ToLowerInvariant(), status.Problem, status.Sent, 0, status.Failed, 0);

    /// <summary>Lets go of the request that is on its way.</summary>
    public void Leave() => leaving.Cancel();

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, leaving.Token);
        try
        {
            HttpResponseMessage response = base.Send(request, either.Token);
            response.Content.LoadIntoBufferAsync(either.Token).GetAwaiter().GetResult(); // a few bytes; gRPC's verdict comes behind them
            Note(Verdict(response));
            return response;
        }
        catch (Exception problem) when (Failure(problem, cancellationToken) is { } words)
        {
            Note(words);
            throw;
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, leaving.Token);
        try
        {
            HttpResponseMessage response = await base.SendAsync(request, either.Token).ConfigureAwait(false);
            await response.Content.LoadIntoBufferAsync(either.Token).ConfigureAwait(false);
            Note(Verdict(response));
            return response;
        }
        catch (Exception problem) when (Failure(problem, cancellationToken) is { } words)
        {
            Note(words);
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            leaving.Dispose();
        base.Dispose(disposing);
    }

    // What is wrong with an answer; null when the collector has taken everything.
    private static string? Verdict(HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.OK)
            return FormattableString.Invariant($"the collector answered {(int)response.StatusCode} {response.ReasonPhrase}");
        string? code = Header(response, "grpc-status");
        return code is null or "0" ? null : $"the collector answered with gRPC status {code} {Uri.UnescapeDataString(Header(response, "grpc-message") ?? string.Empty)}".TrimEnd();
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        (response.TrailingHeaders.TryGetValues(name, out IEnumerable<string>? values) || response.Headers.TryGetValues(name, out values)) ? values.First() : null;

    // Null where the run itself is leaving.
    private string? Failure(Exception problem, CancellationToken timeout) => problem switch
    {
        _ when leaving.IsCancellationRequested => null,
        OperationCanceledException when timeout.IsCancellationRequested => "the collector does not answer",
        HttpRequestException or IOException => problem.Message.ReplaceLineEndings(" "),
        _ => null,
    };

    private void Note(string? problem)
    {
        OutputStatus before = status;
        status = problem is null
            ? before with { State = OutputState.Connected, RetryIn = TimeSpan.Zero, Sent = before.Sent + 1 }
            : before with { State = OutputState.Waiting, Problem = problem, RetryIn = Period, Failed = before.Failed + 1 };
        changed(status);
    }
}
