using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using SdCom.Edge.Runtime.Tests.Deploy;
using SdCom.Edge.Runtime.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Host;

namespace SdCom.Edge.Runtime.Tests.Dashboard;

/// <summary>The dashboard of the real program.</summary>
public class HostDashboardTests(Models models)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_run_with_urls_is_ready_changes_its_budget_and_keeps_its_promise()
    {
        int port = Tools.FreePort();
        string ledger = models.NewPath(".jsonl"), profile = Path.Combine(Repository.Root, "device-profiles", "desktop-cpu.json");
        using HostProcess host = HostProcess.Start(
            "run", "--model", models.Small.Directory, "--source", "synthetic:hover", "--profile", profile, "--threads", "4", "--urls", $"http://127.0.0.1:{port}", "--ledger", ledger, "--json");
        using HttpClient client = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await Until(client, "/readyz");
        using (HttpResponseMessage share = await client.PostAsJsonAsync("/api/budget", new { share = 0.5 }, FakeRun.Cancel))
            Assert.Equal(HttpStatusCode.OK, share.StatusCode);
        using (HttpResponseMessage other = await client.PostAsJsonAsync("/api/profile", new { profile = "jetson-nano" }, FakeRun.Cancel))
            Assert.True(other.StatusCode == HttpStatusCode.OK, await other.Content.ReadAsStringAsync(FakeRun.Cancel));
        await Until(client, "/api/state", state => state.GetProperty("budget").GetProperty("rate").GetInt64() == 110_000_000 && state.GetProperty("budget").GetProperty("share").GetDouble() == 0.5);
        Assert.Contains("image/jpeg", (await client.GetAsync("/api/cameras/0/picture.jpg", FakeRun.Cancel)).Content.Headers.ContentType!.ToString(), StringComparison.Ordinal);
        host.Terminate();
        Assert.Equal(0, host.Wait());
        Assert.Contains($"dashboard at http://127.0.0.1:{port}", host.Errors, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1 changed the profile from desktop-cpu to jetson-nano.", host.Errors, StringComparison.Ordinal);
        JsonElement report = JsonDocument.Parse(host.Output).RootElement;
        Assert.Equal(0, report.GetProperty("budgetOvershoot").GetInt64());
        Assert.Equal(report.GetProperty("budget").GetProperty("spent").GetInt64(), File.ReadAllLines(ledger).Sum(line => JsonDocument.Parse(line).RootElement.GetProperty("charge").GetInt64()));
        Assert.Equal(["budget share", "profile"], File.ReadAllLines($"{ledger}.changes").Select(line => JsonDocument.Parse(line).RootElement.GetProperty("what").GetString()!));
    }

    [Fact]
    public void Without_urls_no_assembly_of_the_web_server_is_loaded()
    {
        Assert.Empty(WebAssemblies([]));
        Assert.NotEmpty(WebAssemblies(["--urls", $"http://127.0.0.1:{Tools.FreePort()}"]));
    }

    [Fact]
    public void An_address_that_is_taken_or_open_to_others_is_one_clear_line()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        string used = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";
        (int code, _, string errors) = HostProcess.Run("run", "--model", models.Small.Directory, "--source", "synthetic:hover", "--urls", used);
        Assert.Equal(1, code);
        Assert.Matches($"^sdcom: --urls {used}: cannot listen there: .* in use; choose another address or port.\n$", errors);
        (code, _, errors) = HostProcess.Run("run", "--model", models.Small.Directory, "--source", "synthetic:hover", "--urls", "http://0.0.0.0:1");
        Assert.Equal(1, code);
        Assert.Matches("^sdcom: --urls http://0.0.0.0:1: other machines can reach this address: give a token [^\n]*\n$", errors);
        (code, _, errors) = HostProcess.Run("run", "--model", models.Small.Directory, "--source", "synthetic:hover", "--token-file", "x");
        Assert.Equal((2, "sdcom: --token-file, --certificate and --certificate-key need --urls.\n"), (code, errors));
    }

    // The libraries that the program has mapped while it runs.
    private string[] WebAssemblies(string[] options)
    {
        string ledger = models.NewPath(".jsonl");
        using HostProcess host = HostProcess.Start(["run", "--model", models.Small.Directory, "--source", "synthetic:hover", "--ledger", ledger, .. options]);
        Tools.Until(() => File.Exists(ledger) && new FileInfo(ledger).Length > 0, "no frame was answered");
        string maps = File.ReadAllText($"/proc/{host.Id}/maps");
        host.Terminate();
        Assert.Equal(0, host.Wait());
        return [.. maps.Split('\n').Where(line => line.Contains("AspNetCore", StringComparison.Ordinal) || line.Contains("OpenTelemetry", StringComparison.Ordinal))];
    }

    /// <summary>Waits until a page is there, and says what is asked.</summary>
    internal static async Task Until(HttpClient client, string path, Func<JsonElement, bool>? holds = null)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(FakeRun.Cancel);
        patience.CancelAfter(Patience);
        while (true)
        {
            try
            {
                using HttpResponseMessage answer = await client.GetAsync(path, patience.Token);
                if (answer.IsSuccessStatusCode && (holds is null || holds(await answer.Content.ReadFromJsonAsync<JsonElement>(patience.Token))))
                    return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(50, patience.Token);
        }
    }
}
