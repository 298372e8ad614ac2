using System.Net;
using SdCom.Edge.Runtime.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Host;

namespace SdCom.Edge.Runtime.Tests.Dashboard;

[Collection(nameof(Leaks))]
public class MalformedRequestTests(Models models)
{
    private const int Count = 3000;

    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Thousands_of_them_end_without_a_crash_a_hang_or_growth_and_change_nothing()
    {
        using FakeRun run = new(models);
        string? profile = run.Board.Desk.Profile;
        using CancellationTokenSource bound = Bounded();
        await MalformedRequests.Send(run.Port, seed: 1, Count / 3, bound.Token); // buffers that are made once are made now
        Leaks.Held before = Leaks.Held.Here();
        int answered = await MalformedRequests.Send(run.Port, seed: 100, Count, bound.Token);
        Assert.True(answered > Count / 4, $"{answered} of {Count} got an answer");
        before.MayNotGrow(Leaks.Held.Here, bytes: 1 << 20, Bound);
        Assert.Equal(HttpStatusCode.OK, (await run.Client.GetAsync("/healthz", FakeRun.Cancel)).StatusCode);
        Assert.True(run.Allowance.UserShare is 1 or 0.5, "only a well-formed request changes the share");
        Assert.Equal(profile, run.Board.Desk.Profile);
        Assert.True(SpinWait.SpinUntil(() => run.Board.Cameras[0].Pictures.Viewers == 0 && run.Board.Hub.Listeners == 0, TimeSpan.FromSeconds(20)), "somebody still looks");
    }

    /// <summary>In the real program nobody asks for a collection, and the camera, the engine and the outputs go on beside the requests.</summary>
    [Fact]
    public async Task A_program_that_recognises_meanwhile_holds_no_more_after_thousands_of_them()
    {
        int port = Tools.FreePort();
        using HostProcess host = HostProcess.Start("run", "--model", models.Small.Directory, "--source", "synthetic:hover", "--threads", "1", "--urls", $"http://127.0.0.1:{port}", "--json");
        using HttpClient client = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await HostDashboardTests.Until(client, "/readyz");
        using CancellationTokenSource bound = Bounded();
        await MalformedRequests.Send(port, seed: 1, 2 * Count, bound.Token); // its heap has found its size
        Leaks.Held before = Leaks.Held.By(host.Id);
        await MalformedRequests.Send(port, seed: 100, Count, bound.Token);
        before.MayNotGrow(() => Leaks.Held.By(host.Id), bytes: 16 << 20, Bound);
        await HostDashboardTests.Until(client, "/readyz");
        host.Terminate();
        Assert.Equal(0, host.Wait());
    }

    private static CancellationTokenSource Bounded()
    {
        CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(FakeRun.Cancel);
        bound.CancelAfter(Bound);
        return bound;
    }
}
