using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Polly;
using Polly.Retry;
using SdCom.Edge.Runtime.Outputs.Queue;

namespace SdCom.Edge.Runtime.Outputs.Webhook;

/// <summary>
/// Posts each event as JSON, signed, with an idempotency key that is the same at every attempt. A hiccup (no answer, 408, 425, 429, 5xx) is ridden out here by a few attempts with
/// growing, jittered waits; a server that stays away is the queue's to wait for. Any other answer but a good one is a no for good.
/// </summary>
public sealed class WebhookDelivery : IDelivery
{
    private const string IdempotencyHeader = "Idempotency-Key";
    private static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(1); // that Retry-After may make us wait

    private readonly WebhookSettings settings;
    private readonly TimeProvider clock;
    private readonly MessageJson json = new();
    private readonly HttpClient http;
    private readonly ResiliencePipeline<HttpStatusCode> pipeline;
    private readonly string run;
    private TimeSpan? askedToWait;
    private long retries;

    /// <param name="settings">Where to post.</param>
    /// <param name="clock">Time stamps and waits.</param>
    /// <param name="chance">The jitter.</param>
    public WebhookDelivery(WebhookSettings settings, TimeProvider clock, Random chance)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(chance);
        this.settings = settings;
        this.clock = clock;
        run = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{clock.GetUtcNow().ToUnixTimeMilliseconds():x}-{Environment.ProcessId:x}");
        http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false, ConnectTimeout = settings.Timeout }) { Timeout = settings.Timeout };
        pipeline = Pipeline(chance);
    }

    public long Retries => Interlocked.Read(ref retries);

    // Nothing to open: a server shows at the first event whether it is there.
    public void Open(CancellationToken cancel)
    {
    }

    public void Deliver(in OutputMessage message, CancellationToken cancel)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"{run}-{message.Number}");
        byte[] body = json.Write(message, id).ToArray();
        HttpStatusCode answer;
        try
        {
            answer = pipeline.Execute(static (attempt, token) => attempt.Self.Post(attempt.Id, attempt.Body, token), (Self: this, Id: id, Body: body), cancel);
        }
        catch (Exception problem) when (IsHiccup(problem, cancel))
        {
            throw new DeliveryException(problem is OperationCanceledException ? string.Create(CultureInfo.InvariantCulture, $"no answer within {settings.Timeout.TotalSeconds:0.##} s") : problem.Message, innerException: problem);
        }

        if ((int)answer is >= 200 and < 300)
            return;
        string words = string.Create(CultureInfo.InvariantCulture, $"the server answers {(int)answer} {answer}");
        throw new DeliveryException(words, IsHiccup(answer) ? DeliveryFault.Broken : DeliveryFault.Refused);
    }

    public void Dispose()
    {
        http.Dispose();
        json.Dispose();
    }

    private static bool IsHiccup(HttpStatusCode answer) => (int)answer is 408 or 425 or 429 or >= 500;

    // HttpClient tells its timeout as a cancellation, which is not ours.
    private static bool IsHiccup(Exception problem, CancellationToken cancel) => problem is HttpRequestException or IOException || (problem is OperationCanceledException && !cancel.IsCancellationRequested);

    private ResiliencePipeline<HttpStatusCode> Pipeline(Random chance) => new ResiliencePipelineBuilder<HttpStatusCode> { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions<HttpStatusCode>
        {
            ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome.Exception is { } problem ? IsHiccup(problem, attempt.Context.CancellationToken) : IsHiccup(attempt.Outcome.Result)),
            MaxRetryAttempts = settings.Retries,
            Delay = settings.FirstRetry,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Randomizer = chance.NextDouble,
            DelayGenerator = _ => ValueTask.FromResult(askedToWait),
            OnRetry = _ =>
            {
                Interlocked.Increment(ref retries);
                return ValueTask.CompletedTask;
            },
        })
        .Build();

    private HttpStatusCode Post(string id, byte[] body, CancellationToken cancel)
    {
        askedToWait = null;
        using HttpRequestMessage request = new(HttpMethod.Post, settings.Address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(IdempotencyHeader, id);
        long now = clock.GetUtcNow().ToUnixTimeSeconds();
        request.Headers.Add(Signature.TimestampHeader, now.ToString(CultureInfo.InvariantCulture));
        if (settings.Secret is { } secret)
            request.Headers.Add(Signature.SignatureHeader, Signature.Of(secret, now, body));
        using HttpResponseMessage response = http.Send(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        if (response.Headers.RetryAfter?.Delta is { } wait)
            askedToWait = wait < LongestAsked ? wait : LongestAsked;
        return response.StatusCode;
    }
}
