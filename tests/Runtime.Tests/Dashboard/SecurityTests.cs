using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SdCom.Edge.Core;
using SdCom.Edge.Host;
using SdCom.Edge.Host.Dashboard;
using SdCom.Edge.Host.Dashboard.Security;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Dashboard;

public class SecurityTests(Models models)
{
    private const string Secret = "correct-horse-battery-staple";

    private static readonly string[] Guarded = ["/", "/app.js", "/api/state", "/api/events", "/api/events/recent", "/api/cameras/0/picture.jpg", "/api/cameras/0/picture.mjpeg", "/api/cameras/0/timeline", "/metrics", "/openapi.json", "/nothing"];

    [Theory]
    [InlineData("http://0.0.0.0:8080")]
    [InlineData("http://192.168.1.20:8080")]
    [InlineData("http://[::]:8080")]
    [InlineData("http://127.0.0.1:8080;http://10.0.0.1:8080")]
    public void An_address_that_other_machines_reach_is_refused_without_a_token(string urls)
    {
        InputException refusal = Assert.Throws<InputException>(() => DashboardSettings.Load(new DashboardRequest(urls), null));
        Assert.Contains("other machines can reach this address: give a token", refusal.Message, StringComparison.Ordinal);
        Assert.NotNull(DashboardSettings.Load(new DashboardRequest(urls), Secret).Token);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://localhost:8080")]
    [InlineData("http://[::1]:8080")]
    public void This_machines_own_addresses_need_none(string urls) => Assert.Null(DashboardSettings.Load(new DashboardRequest(urls), null).Token);

    [Theory]
    [InlineData("")]
    [InlineData("8080")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("http://example.org:80")]
    [InlineData("http://127.0.0.1:8080/path")]
    [InlineData("http://user@127.0.0.1:8080")]
    [InlineData("https://127.0.0.1:8080")]
    public void What_is_no_address_to_listen_on_is_wrong_usage(string urls) => Assert.Throws<UsageException>(() => DashboardSettings.Load(new DashboardRequest(urls), null));

    [Fact]
    public void A_token_that_can_be_guessed_is_refused_and_none_is_ever_printed()
    {
        InputException tooShort = Assert.Throws<InputException>(() => AccessToken.Read(null, "hunter2"));
        Assert.Contains("at least 16", tooShort.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", tooShort.Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => AccessToken.Read(models.NewPath(), null)); // no such file
        string file = models.NewPath();
        File.WriteAllText(file, Secret + "\n");
        DashboardSettings settings = DashboardSettings.Load(new DashboardRequest("http://0.0.0.0:1") { TokenFile = file }, null);
        Assert.True(settings.Token!.Is(Secret));
        Assert.DoesNotContain(Secret, settings.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(settings.Token.Session, settings.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_way_in_but_the_probes_and_the_login_demands_the_token()
    {
        using FakeRun run = WithToken();
        foreach (string path in Guarded)
        {
            using HttpResponseMessage answer = await run.Client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, FakeRun.Cancel);
            Assert.True(answer.StatusCode == (path == "/" ? HttpStatusCode.Redirect : HttpStatusCode.Unauthorized), $"{path}: {answer.StatusCode}");
            Assert.DoesNotContain("door", await answer.Content.ReadAsStringAsync(FakeRun.Cancel), StringComparison.Ordinal);
        }

        foreach (string path in (string[])["/api/budget", "/api/profile"])
            Assert.Equal(HttpStatusCode.Unauthorized, (await run.Post(path, """{"share": 0.5}""")).StatusCode);
        foreach (string path in (string[])["/login", "/login.js", "/app.css", "/theme.js", "/healthz"])
            Assert.Equal(HttpStatusCode.OK, (await run.Client.GetAsync(path, FakeRun.Cancel)).StatusCode);
        using HttpResponseMessage ready = await run.Client.GetAsync("/readyz", FakeRun.Cancel);
        Assert.Equal("""{"ready":false,"reasons":[]}""", await ready.Content.ReadAsStringAsync(FakeRun.Cancel)); // whether, not why
        using HttpRequestMessage knowing = new(HttpMethod.Get, "/api/state") { Headers = { { "Authorization", $"Bearer {Secret}" } } };
        using HttpResponseMessage state = await run.Client.SendAsync(knowing, FakeRun.Cancel);
        Assert.Equal(HttpStatusCode.OK, state.StatusCode);
        Assert.DoesNotContain(Secret, await state.Content.ReadAsStringAsync(FakeRun.Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_logs_in_gets_a_cookie_that_scripts_and_other_sites_cannot_use()
    {
        using FakeRun run = WithToken();
        using HttpResponseMessage wrong = await run.Post("/login", """{"token": "not-the-right-token"}""");
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.False(wrong.Headers.Contains("Set-Cookie"));
        using HttpResponseMessage right = await run.Post("/login", $$"""{"token": "{{Secret}}"}""");
        string cookie = Assert.Single(right.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Secret, cookie, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await Status(cookie.Split(';')[0]));
        Assert.Equal(HttpStatusCode.Unauthorized, await Status("sdcom-session=0123456789abcdef"));
        Assert.Equal(HttpStatusCode.Unauthorized, await Status($"sdcom-session={Secret}"));

        async Task<HttpStatusCode> Status(string shown)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, "/api/state") { Headers = { { "Cookie", shown } } };
            using HttpResponseMessage answer = await run.Client.SendAsync(request, FakeRun.Cancel);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task After_ten_wrong_tokens_an_address_is_refused_for_a_minute_even_with_the_right_one()
    {
        FakeTime time = new();
        using FakeRun run = WithToken(time);
        for (int i = 0; i < 10; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await Try($"wrong-token-number-{i}")).StatusCode);
        using HttpResponseMessage refused = await Try(Secret);
        Assert.Equal((HttpStatusCode.TooManyRequests, "60"), (refused.StatusCode, refused.Headers.RetryAfter?.ToString()));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await run.Post("/login", $$"""{"token": "{{Secret}}"}""")).StatusCode);
        time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(HttpStatusCode.OK, (await Try(Secret)).StatusCode);

        Task<HttpResponseMessage> Try(string token)
        {
            HttpRequestMessage request = new(HttpMethod.Get, "/api/state") { Headers = { { "Authorization", $"Bearer {token}" } } };
            return run.Client.SendAsync(request, FakeRun.Cancel);
        }
    }

    [Fact]
    public void The_memory_of_failures_does_not_grow()
    {
        FailureLimit limit = new(new FakeTime());
        IPAddress guesser = IPAddress.Parse("10.9.9.9");
        for (int i = 0; i < 100_000; i++)
            limit.Add(new IPAddress(i));
        Assert.Equal(1024, limit.Count);
        for (int i = 0; i < 10; i++)
            limit.Add(guesser);
        Assert.NotNull(limit.RefusedFor(guesser));
    }

    [Theory]
    [InlineData("evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("evil.example:8080", HttpStatusCode.MisdirectedRequest)]
    [InlineData("192.168.1.20", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost.evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost:1234", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("[::1]:80", HttpStatusCode.OK)]
    public async Task A_name_that_was_made_to_point_here_is_refused(string host, HttpStatusCode expected)
    {
        using FakeRun run = new(models);
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/state") { Headers = { Host = host } };
        Assert.Equal(expected, (await run.Client.SendAsync(request, FakeRun.Cancel)).StatusCode);
    }

    [Fact]
    public void Beyond_this_machine_it_answers_to_addresses_its_own_name_and_its_certificates_names()
    {
        using X509Certificate2 certificate = SelfSigned(out _);
        HostNames names = new(ServerUrl.Parse("https://0.0.0.0:443"), certificate);
        foreach (string known in (string[])["10.0.0.7", "[fd00::7]", "localhost", Environment.MachineName, "camera.test"])
            Assert.True(names.Knows(known), known);
        Assert.False(names.Knows("evil.example"));
    }

    [Fact]
    public async Task Changes_are_taken_from_the_own_page_or_a_program_and_never_from_a_page_of_others()
    {
        using FakeRun run = new(models);
        string own = $"http://127.0.0.1:{run.Port}";
        Assert.Equal(HttpStatusCode.OK, await Status("application/json"));
        Assert.Equal(HttpStatusCode.OK, await Status("application/json; charset=utf-8", ("Origin", own), ("Sec-Fetch-Site", "same-origin")));
        Assert.Equal(HttpStatusCode.Forbidden, await Status("application/json", ("Origin", "http://evil.example")));
        Assert.Equal(HttpStatusCode.Forbidden, await Status("application/json", ("Origin", "null")));
        Assert.Equal(HttpStatusCode.Forbidden, await Status("application/json", ("Origin", $"https://127.0.0.1:{run.Port}")));
        Assert.Equal(HttpStatusCode.Forbidden, await Status("application/json", ("Origin", own), ("Sec-Fetch-Site", "cross-site")));
        foreach (string form in (string[])["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp"])
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, await Status(form));
        using HttpRequestMessage delete = new(HttpMethod.Delete, "/api/budget");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await run.Client.SendAsync(delete, FakeRun.Cancel)).StatusCode);
        using HttpRequestMessage preflight = new(HttpMethod.Options, "/api/budget") { Headers = { { "Origin", "http://evil.example" } } };
        using HttpResponseMessage unanswered = await run.Client.SendAsync(preflight, FakeRun.Cancel);
        Assert.False(unanswered.Headers.Contains("Access-Control-Allow-Origin"));

        async Task<HttpStatusCode> Status(string type, params (string Name, string Value)[] headers)
        {
            using HttpRequestMessage request = new(HttpMethod.Post, "/api/budget") { Content = new ByteArrayContent("""{"share": 0.8}"""u8.ToArray()) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            foreach ((string name, string value) in headers)
                request.Headers.TryAddWithoutValidation(name, value);
            using HttpResponseMessage answer = await run.Client.SendAsync(request, FakeRun.Cancel);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Every_answer_tells_browsers_to_run_nothing_foreign_and_to_be_framed_nowhere()
    {
        using FakeRun run = new(models);
        foreach (string path in (string[])["/", "/app.js", "/api/state", "/metrics", "/nothing", "/login"])
        {
            using HttpResponseMessage answer = await run.Client.GetAsync(path, FakeRun.Cancel);
            string policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("default-src 'none'; script-src 'self'", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
            Assert.False(answer.Headers.Contains("Server"));
        }
    }

    [Fact]
    public async Task The_page_loads_nothing_from_elsewhere_and_has_no_script_or_style_in_its_text()
    {
        using FakeRun run = new(models);
        foreach (string path in (string[])["/", "/login", "/app.css", "/app.js", "/page.js", "/live.js", "/picture.js"])
        {
            string text = await run.Client.GetStringAsync(path, FakeRun.Cancel);
            Assert.DoesNotMatch("https?://(?!www.w3.org)", text);
            if (path is "/" or "/login")
                Assert.DoesNotMatch("(?i)<style|style=|<script(?! (type=\"module\" )?src=\"/)| on[a-z]+=", text);
            else
                Assert.DoesNotMatch("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(", text);
        }
    }

    [Fact]
    public async Task Large_bodies_and_headers_are_refused()
    {
        using FakeRun run = new(models);
        using HttpResponseMessage body = await run.Post("/api/budget", $$"""{"share": 0.5, "x": "{{new string('x', 5000)}}"}""");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, body.StatusCode);
        using HttpRequestMessage header = new(HttpMethod.Get, "/api/state") { Headers = { { "X-Long", new string('x', 20_000) } } };
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, (await run.Client.SendAsync(header, FakeRun.Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.RequestUriTooLong, (await run.Client.GetAsync("/" + new string('x', 5000), FakeRun.Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_certificate_brings_TLS_and_the_cookie_stays_on_it()
    {
        using X509Certificate2 certificate = SelfSigned(out (string Certificate, string Key) files);
        DashboardRequest request = new("https://127.0.0.1:0") { Certificate = files.Certificate, CertificateKey = files.Key };
        DashboardSettings settings = DashboardSettings.Load(request, Secret);
        using FakeRun run = new(models, settings.Token); // its board behind a second server
        using DashboardServer secure = DashboardServer.Start(settings, run.Board, TimeProvider.System);
        using HttpClientHandler trusting = new() { ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown?.Thumbprint == certificate.Thumbprint };
        using HttpClient client = new(trusting);
        using StringContent body = new($$"""{"token": "{{Secret}}"}""", System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await client.PostAsync($"{secure.Addresses[0]}/login", body, FakeRun.Cancel);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Contains("secure", Assert.Single(answer.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);

        Assert.Throws<UsageException>(() => DashboardSettings.Load(request with { CertificateKey = null }, Secret));
        Assert.Throws<UsageException>(() => DashboardSettings.Load(request with { Urls = "http://127.0.0.1:0" }, Secret));
        Assert.Throws<InputException>(() => DashboardSettings.Load(request with { CertificateKey = files.Certificate }, Secret));
        Assert.Throws<InputException>(() => DashboardSettings.Load(request with { Urls = "https://0.0.0.0:0" }, null)); // TLS alone lets everybody in
    }

    private FakeRun WithToken(TimeProvider? time = null) => new(models, new AccessToken(Secret, "the test"), time);

    private X509Certificate2 SelfSigned(out (string Certificate, string Key) files)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=camera.test", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("camera.test");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        files = (models.NewPath(".pem"), models.NewPath(".key"));
        File.WriteAllText(files.Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(files.Key, key.ExportPkcs8PrivateKeyPem());
        return certificate;
    }
}
