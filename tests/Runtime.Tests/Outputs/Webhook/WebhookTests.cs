using System.Globalization;
using System.Text.Json;
using SdCom.Edge.Runtime.Outputs.Queue;
using SdCom.Edge.Runtime.Outputs.Webhook;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Outputs.Webhook;

public class WebhookTests
{
    private static readonly QueueSettings Quick = new() { FirstRetry = TimeSpan.FromMilliseconds(50), LongestRetry = TimeSpan.FromMilliseconds(200) };

    [Fact]
    public void The_signature_is_that_of_openssl() =>
        // printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac secret
        Assert.Equal("v1=" + OpenSsl, Signature.Of("secret", 1_700_000_000, "{\"a\":1}"u8));

    private const string OpenSsl = "49f24e537407743fa4a0242bb63b94b9a47ee99cbbe071ccd8a22550ae411686";

    [Fact]
    public void An_event_is_posted_signed_and_with_a_key_of_its_own()
    {
        using HookServer server = new((_, _) => 204);
        using (QueuedOutput output = Start(server, secret: "s3cret"))
        {
            output.End(1);
            output.End(2);
        }

        HookRequest[] requests = server.Requests;
        Assert.Equal(2, requests.Length);
        Assert.Equal(("POST", "/hook", "application/json"), (requests[0].Method, requests[0].Path, requests[0].Headers["Content-Type"]));
        JsonElement body = JsonDocument.Parse(requests[0].Body).RootElement;
        Assert.Equal("wave_off", body.GetProperty("action").GetString());
        Assert.Equal(requests[0].Headers["Idempotency-Key"], body.GetProperty("id").GetString());
        Assert.NotEqual(requests[0].Headers["Idempotency-Key"], requests[1].Headers["Idempotency-Key"]);
        long timestamp = long.Parse(requests[0].Headers[Signature.TimestampHeader], CultureInfo.InvariantCulture);
        Assert.InRange(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - timestamp, 0, 60);
        Assert.Equal(Signature.Of("s3cret", timestamp, requests[0].Body), requests[0].Headers[Signature.SignatureHeader]);
        Assert.NotEqual(Signature.Of("other", timestamp, requests[0].Body), requests[0].Headers[Signature.SignatureHeader]);
    }

    [Fact]
    public void A_server_with_hiccups_gets_the_same_event_again_with_the_same_key()
    {
        using HookServer server = new((number, _) => number < 2 ? 500 : 200);
        using QueuedOutput output = Start(server);
        output.End();
        Tools.Until(() => output.Status.Sent == 1);
        Assert.Equal(3, server.Requests.Length);
        Assert.Single(server.Requests.Select(request => request.Headers["Idempotency-Key"]).Distinct());
        Assert.Equal((2, 0, OutputState.Connected), (output.Status.Retried, output.Status.Failed, output.Status.State));
    }

    [Fact]
    public void A_server_that_keeps_failing_is_waited_for_and_then_gets_the_event()
    {
        using HookServer server = new((number, _) => number < 5 ? 503 : 200);
        using QueuedOutput output = Start(server, retries: 1);
        output.End();
        Tools.Until(() => output.Status.Sent == 1);
        Assert.Equal("the server answers 503 ServiceUnavailable", output.Status.Problem);
        Assert.Equal(6, server.Requests.Length);
        Assert.Equal(5, output.Status.Retried);
    }

    [Fact]
    public void A_server_that_says_no_is_not_asked_twice()
    {
        using HookServer server = new((number, _) => number == 0 ? 404 : 200);
        using QueuedOutput output = Start(server);
        output.End(1);
        output.End(2);
        Tools.Until(() => output.Status.Sent == 1);
        Assert.Equal((1, 0), (output.Status.Failed, output.Status.Retried));
        Assert.Equal("the server answers 404 NotFound", output.Status.Problem);
        Assert.Equal(2, server.Requests.Length);
    }

    [Fact]
    public void A_server_that_is_slow_is_given_up_and_tried_again()
    {
        using HookServer server = new((number, _) =>
        {
            if (number == 0)
                Thread.Sleep(1500);
            return 200;
        });
        using QueuedOutput output = Start(server, timeout: 0.5);
        output.End();
        Tools.Until(() => output.Status.Sent == 1);
        Assert.True(output.Status.Retried >= 1);
    }

    [Fact]
    public void A_server_that_dies_gets_everything_when_it_is_back()
    {
        using HookServer server = new((_, _) => 200);
        using QueuedOutput output = Start(server, retries: 1);
        output.End(1);
        Tools.Until(() => output.Status.Sent == 1);
        server.Stop();
        output.End(2);
        output.End(3);
        Tools.Until(() => output.Status.State == OutputState.Waiting);
        Assert.Contains("refused", output.Status.Problem, StringComparison.OrdinalIgnoreCase);
        server.Start();
        Tools.Until(() => output.Status.Sent == 3);
        Assert.Equal([1.0, 2, 3], server.Requests.Select(request => JsonDocument.Parse(request.Body).RootElement.GetProperty("start").GetDouble()));
    }

    [Fact]
    public void Retry_After_is_kept_to()
    {
        List<long> times = [];
        using HookServer server = new((number, response) =>
        {
            times.Add(Environment.TickCount64);
            response.AddHeader("Retry-After", "1");
            return number == 0 ? 429 : 200;
        });
        using QueuedOutput output = Start(server);
        output.End();
        Tools.Until(() => output.Status.Sent == 1);
        Assert.InRange(times[1] - times[0], 950, 30_000);
    }

    private static QueuedOutput Start(HookServer server, string? secret = null, int retries = 3, double timeout = 5)
    {
        WebhookSettings settings = new() { Address = server.Address, Secret = secret, Retries = retries, Timeout = TimeSpan.FromSeconds(timeout), FirstRetry = TimeSpan.FromMilliseconds(20) };
        QueuedOutput output = new("webhook", new WebhookDelivery(settings, TimeProvider.System, new Random(1)), TimeProvider.System, new Random(1), Quick);
        output.Start();
        return output;
    }
}
