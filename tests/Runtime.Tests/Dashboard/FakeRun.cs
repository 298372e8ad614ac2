using System.Net.Http.Json;
using System.Text.Json;
using OpenCvSharp;
using SdCom.Edge.Core.Budget;
using SdCom.Edge.Core.Profiles;
using SdCom.Edge.Core.Recognition;
using SdCom.Edge.Host.Dashboard;
using SdCom.Edge.Host.Dashboard.Security;
using SdCom.Edge.Host.Dashboard.State;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Capture.Live;
using SdCom.Edge.Runtime.Ledger;
using SdCom.Edge.Runtime.Recognition;
using SdCom.Edge.Runtime.Telemetry;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Dashboard;

/// <summary>A dashboard over a run that the test plays: real server, real budget, real pictures; cameras and answers by hand.</summary>
internal sealed class FakeRun : IDisposable
{
    private readonly Models models;
    private readonly DeviceWatch watch;
    private readonly Claim[] claims;
    private readonly DashboardServer server;
    private readonly Frame frame = new();

    public FakeRun(Models models, AccessToken? token = null, TimeProvider? time = null, string urls = "http://127.0.0.1:0", RotatingFile? changes = null, string[]? cameras = null)
    {
        this.models = models;
        Time = time ?? TimeProvider.System;
        Allowance = new Allowance(Terms(Rate, Capacity));
        string[] names = cameras ?? ["door", "yard"];
        claims = [.. names.Select(_ => Allowance.Join())];
        CameraBoard[] boards = [.. names.Select(name => new CameraBoard(name, new RunStatus(models.Small, Rate / 3.0) { Allowance = Allowance }, Time))];
        watch = new DeviceWatch(new DeviceSensors(models.Folder, Time), null);
        ChangeLog log = new(changes, Log.Add, Time);
        ProfileShelf shelf = new(WriteProfiles(), DeviceProfile.Load(WriteProfile(models.NewPath(".json"), 1)), profile => profile.Threads is { } threads and not 1 ? $"it needs {threads} threads, the engine runs on 1." : null, profile => Terms(profile.Budget.MacsPerSecond!.Value, profile.Budget.BurstMacs!.Value), profile => profile.TargetFps is null ? null : "cameras keep their frame rate");
        Board = new RunBoard(models.Small, new EngineState("cpu", 1), boards, new BudgetDesk(Allowance, shelf, log), watch, log, Time);
        server = DashboardServer.Start(new DashboardSettings { Urls = ServerUrl.Parse(urls), Token = token }, Board, Time);
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(server.Addresses[0].Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)), Timeout = TimeSpan.FromSeconds(20) };
    }

    public TimeProvider Time { get; }

    public RunBoard Board { get; }

    public Allowance Allowance { get; }

    public HttpClient Client { get; }

    public DashboardServer Server => server;

    public int Port => Client.BaseAddress!.Port;

    /// <summary>What was said.</summary>
    public List<string> Log { get; } = [];

    private long Rate => models.Small.Costs.FullFrame;

    private long Capacity => 10 * models.Small.Costs.FullFrame;

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A camera's frame is answered.</summary>
    public Decision Answer(int camera = 0, double seconds = 1, float confidence = 0.9f, int action = 1, double milliseconds = 4)
    {
        Claim claim = claims[camera];
        float[] scores = [1, 2, 3, 4, 5];
        bool begun = claim.Begin();
        if (begun)
        {
            claim.Wait(scores);
            Allowance.Decide();
            claim.Finish();
        }

        Decision decision = begun ? claim.Decision : default;
        CameraBoard board = Board.Cameras[camera];
        board.Decisions.Add(new LedgerEntry
        {
            Time = TimeSpan.FromSeconds(seconds),
            Outcome = begun ? LedgerOutcome.Answered : LedgerOutcome.Unaffordable,
            Reason = decision.Reason,
            Width = decision.Width,
            Macs = decision.Macs,
            Charge = claim.Charge,
            Unit = Allowance.Unit,
            Score = claim.Score,
            Price = Allowance.Price,
            Level = Allowance.Level,
            Share = Allowance.Share,
            Milliseconds = milliseconds,
        });
        if (!begun)
            return decision;
        float[] probabilities = new float[models.Small.Manifest.Classes.Count];
        probabilities[action] = confidence;
        probabilities[action == 0 ? 1 : 0] = 1 - confidence;
        board.Status.Publish(new Runtime.Recognition.Answer(true, new Prediction(action, confidence, true), decision), probabilities, TimeSpan.FromSeconds(seconds), milliseconds, Allowance.Level, null);
        return decision;
    }

    /// <summary>The name of a class.</summary>
    public string Class(int index) => models.Small.Manifest.Classes[index];

    /// <summary>A camera shows a grey picture.</summary>
    public void Show(int camera = 0, int grey = 128, int width = 320, int height = 240)
    {
        frame.Picture.Create(new Size(width, height), MatType.CV_8UC3);
        frame.Picture.SetTo(Scalar.All(grey));
        frame.Seal();
        if (Board.Cameras[camera].Pictures.Wants(frame.Time))
            Board.Cameras[camera].Pictures.Show(frame);
    }

    /// <summary>A camera's state changes.</summary>
    public void Become(CameraState state, int camera = 0, string? problem = null) =>
        Board.Cameras[camera].Status.Publish(new CameraStatus(state, TimeSpan.Zero, 1, problem, TimeSpan.FromSeconds(2)));

    public async Task<JsonElement> Get(string path)
    {
        using HttpResponseMessage answer = await Client.GetAsync(path, Cancel);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    public Task<HttpResponseMessage> Post(string path, string json, string type = "application/json") =>
        Client.PostAsync(path, new StringContent(json, System.Text.Encoding.UTF8, type), Cancel);

    public void Dispose()
    {
        Client.Dispose();
        Board.Dispose();
        server.Dispose();
        watch.Dispose();
        frame.Dispose();
    }

    private AllowanceTerms Terms(long rate, long capacity) =>
        new(FlopsBudget.PerSecond(rate, capacity, Time), new GatePolicy(models.Small.Costs, 0), BudgetAudit.PerSecond(rate, capacity, Time));

    private string WriteProfiles()
    {
        string folder = Directory.CreateDirectory(models.NewPath()).FullName;
        WriteProfile(Path.Combine(folder, "small.json"), 1, framesPerSecond: "12");
        WriteProfile(Path.Combine(folder, "eight-threads.json"), 8);
        File.WriteAllText(Path.Combine(folder, "broken.json"), "{");
        File.WriteAllText(Path.Combine(folder, "schema.json"), "{}");
        return folder;
    }

    private string WriteProfile(string path, int threads, string framesPerSecond = "null")
    {
        File.WriteAllText(path, $$"""
            { "formatVersion": 1, "device": "test", "note": "", "engine": "onnxruntime", "provider": "cpu", "threads": {{threads}}, "widths": null, "targetFps": {{framesPerSecond}},
              "budget": { "macsPerSecond": {{Rate / 2}}, "burstMacs": {{2 * Rate}} }, "deadlineMs": null, "limits": null, "measured": null }
            """);
        return path;
    }
}
