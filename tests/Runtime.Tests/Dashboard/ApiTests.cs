using System.Net;
using System.Text.Json;
using OpenCvSharp;
using SdCom.Edge.Runtime.Capture.Live;
using SdCom.Edge.Runtime.Ledger;
using SdCom.Edge.Runtime.Recognition;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Dashboard;

public class ApiTests(Models models)
{
    [Fact]
    public async Task A_state_has_cameras_budget_device_profiles_and_why_the_width()
    {
        using FakeRun run = new(models);
        run.Answer(seconds: 2);
        run.Become(CameraState.Waiting, camera: 1, problem: "unplugged");
        JsonElement state = await run.Get("/api/state");
        Assert.Equal("small", state.GetProperty("model").GetString());
        Assert.Equal([0, 0.25, 0.5, 0.75, 1], state.GetProperty("widths").EnumerateArray().Select(width => width.GetDouble()));
        JsonElement door = state.GetProperty("cameras")[0], yard = state.GetProperty("cameras")[1];
        Assert.Equal(("door", "live", run.Class(1), 0.9), (door.GetProperty("name").GetString(), door.GetProperty("state").GetString(), door.GetProperty("action").GetString(), door.GetProperty("confidence").GetDouble()));
        Assert.Equal("the gate sees most in it", door.GetProperty("why").GetString());
        JsonElement decision = Assert.Single(door.GetProperty("decisions").EnumerateArray());
        Assert.Equal((1, 2.0, "answered", 1.0, "score", 5.0), (
            decision.GetProperty("number").GetInt64(),
            decision.GetProperty("time").GetDouble(),
            decision.GetProperty("outcome").GetString(),
            decision.GetProperty("width").GetDouble(),
            decision.GetProperty("reason").GetString(),
            decision.GetProperty("score").GetDouble()));
        Assert.Equal(models.Small.Costs.FullFrame, decision.GetProperty("charge").GetInt64());
        Assert.Equal(("waiting", "unplugged; trying again in 2.0 s"), (yard.GetProperty("state").GetString(), yard.GetProperty("words").GetString()));
        JsonElement budget = state.GetProperty("budget");
        Assert.Equal(("MACs", 0.9, 1.0, 0), (budget.GetProperty("unit").GetString(), Math.Round(budget.GetProperty("level").GetDouble(), 1), budget.GetProperty("share").GetDouble(), budget.GetProperty("overshoot").GetInt64()));
        Assert.Equal(JsonValueKind.Null, state.GetProperty("device").GetProperty("temperatureC").ValueKind);
        JsonElement histogram = door.GetProperty("histogram");
        Assert.Equal(door.GetProperty("histogramBoundsMs").GetArrayLength() + 1, histogram.GetArrayLength());
        Assert.Equal(1, histogram[3].GetInt64()); // 4 ms is above 3 and at most 5
    }

    [Fact]
    public async Task Listeners_get_states_again_and_again_and_actions_and_changes_at_once()
    {
        using FakeRun run = new(models);
        using Stream stream = await run.Client.GetStreamAsync("/api/events", FakeRun.Cancel);
        using StreamReader reader = new(stream);
        Assert.Equal("state", (await Next(reader)).Type);
        run.Board.Actions.Write(new ActionEvent(1, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), 0.8f) { Camera = "yard" }, "wave");
        JsonElement action = await Wait("action");
        Assert.Equal((1, "wave", 3.0), (action.GetProperty("camera").GetInt32(), action.GetProperty("action").GetString(), action.GetProperty("end").GetDouble()));
        (await run.Post("/api/budget", """{"share": 0.5}""")).Dispose();
        Assert.Equal("50 %", (await Wait("change")).GetProperty("to").GetString());
        Assert.Equal("state", (await Next(reader)).Type);

        async Task<JsonElement> Wait(string type)
        {
            for (int i = 0; i < 20; i++)
            {
                (string kind, JsonElement data) = await Next(reader);
                if (kind == type)
                    return data;
                Assert.Equal("state", kind);
            }

            throw new InvalidOperationException($"no {type} came");
        }
    }

    [Fact]
    public async Task No_snapshot_is_made_while_nobody_listens()
    {
        using FakeRun run = new(models);
        using (Stream stream = await run.Client.GetStreamAsync("/api/events", FakeRun.Cancel))
        {
            using StreamReader reader = new(stream);
            await Next(reader);
            Assert.Equal(1, run.Board.Hub.Listeners);
        }

        run.Client.CancelPendingRequests();
        Assert.True(SpinWait.SpinUntil(() => run.Board.Hub.Listeners == 0, TimeSpan.FromSeconds(10)));
        Assert.False(run.Board.Hub.Ticks);
    }

    [Fact]
    public async Task The_last_actions_come_newest_first()
    {
        using FakeRun run = new(models);
        for (int i = 0; i < 105; i++)
            run.Board.Actions.Write(new ActionEvent(1, TimeSpan.FromSeconds(i), TimeSpan.FromSeconds(i + 1), 0.8f), $"action {i}");
        JsonElement[] recent = [.. (await run.Get("/api/events/recent")).EnumerateArray()];
        Assert.Equal(100, recent.Length);
        Assert.Equal(("action 104", 105), (recent[0].GetProperty("action").GetString(), recent[0].GetProperty("number").GetInt64()));
    }

    [Fact]
    public async Task A_timeline_keeps_the_last_decisions_in_order()
    {
        using FakeRun run = new(models);
        for (int i = 0; i < DecisionTimeline.Kept + 10; i++)
            run.Answer(seconds: i);
        long[] numbers = [.. (await run.Get("/api/cameras/0/timeline")).EnumerateArray().Select(decision => decision.GetProperty("number").GetInt64())];
        Assert.Equal(DecisionTimeline.Kept, numbers.Length);
        Assert.Equal((11, DecisionTimeline.Kept + 10), (numbers[0], numbers[^1]));
        Assert.Empty((await run.Get("/api/cameras/1/timeline")).EnumerateArray());
    }

    [Fact]
    public async Task One_picture_comes_as_a_jpeg_and_none_is_said()
    {
        using FakeRun run = new(models);
        Task<byte[]> asked = run.Client.GetByteArrayAsync("/api/cameras/1/picture.jpg", FakeRun.Cancel);
        Assert.True(SpinWait.SpinUntil(() => run.Board.Cameras[1].Pictures.Viewers == 1, TimeSpan.FromSeconds(10)));
        run.Show(camera: 1, grey: 77);
        using Mat picture = Cv2.ImDecode(await asked, ImreadModes.Color);
        Assert.Equal(new Size(320, 240), picture.Size());
        Assert.Equal(77, picture.Get<Vec3b>(100, 100).Item0);
        using HttpResponseMessage nothing = await run.Client.GetAsync("/api/cameras/0/picture.jpg", FakeRun.Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, nothing.StatusCode);
        using HttpResponseMessage nobody = await run.Client.GetAsync("/api/cameras/2/picture.jpg", FakeRun.Cancel);
        Assert.Equal(HttpStatusCode.NotFound, nobody.StatusCode);
    }

    [Fact]
    public async Task It_is_healthy_while_it_lives_and_ready_while_every_camera_is_answered()
    {
        FakeTime time = new();
        using FakeRun run = new(models, time: time);
        Assert.Equal(HttpStatusCode.OK, (await run.Client.GetAsync("/healthz", FakeRun.Cancel)).StatusCode);
        Assert.Equal(["door: no frame has been answered yet", "yard: no frame has been answered yet"], await Reasons());
        run.Answer(0);
        run.Answer(1);
        Assert.Empty(await Reasons());
        time.Advance(TimeSpan.FromSeconds(4));
        run.Answer(1);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(["door: no frame has been answered for 6 s"], await Reasons());
        run.Answer(0);
        run.Become(CameraState.Silent, camera: 1);
        Assert.Equal(["yard: silent, no picture comes"], await Reasons());

        async Task<string[]> Reasons()
        {
            using HttpResponseMessage answer = await run.Client.GetAsync("/readyz", FakeRun.Cancel);
            JsonElement body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(FakeRun.Cancel)).RootElement;
            string[] reasons = [.. body.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString()!)];
            Assert.Equal(reasons.Length == 0 ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            return reasons;
        }
    }

    [Fact]
    public async Task A_change_of_the_share_acts_and_is_noted_for_the_log_the_file_and_the_page()
    {
        string file = models.NewPath(".changes");
        using FakeRun run = new(models, changes: new RotatingFile(file, 1 << 20, 1));
        using (HttpResponseMessage answer = await run.Post("/api/budget", """{"share": 0.35}"""))
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(0.35, run.Allowance.UserShare);
        Assert.Equal("127.0.0.1 changed the budget share from 100 % to 35 %.", Assert.Single(run.Log));
        JsonElement shown = (await run.Get("/api/state")).GetProperty("changes")[0], written = JsonDocument.Parse(Assert.Single(File.ReadAllLines(file))).RootElement;
        foreach (JsonElement change in (JsonElement[])[shown, written])
            Assert.Equal(("127.0.0.1", "budget share", "100 %", "35 %"), (change.GetProperty("who").GetString(), change.GetProperty("what").GetString(), change.GetProperty("from").GetString(), change.GetProperty("to").GetString()));
        foreach (string wrong in (string[])["""{"share": 0.05}""", """{"share": 1.5}""", """{"share": -1}"""])
        {
            using HttpResponseMessage refused = await run.Post("/api/budget", wrong);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains("share must be 0.1 to 1", await refused.Content.ReadAsStringAsync(FakeRun.Cancel), StringComparison.Ordinal);
        }

        Assert.Equal(0.35, run.Allowance.UserShare);
        Assert.Single(run.Log);
    }

    [Fact]
    public async Task Profiles_are_changed_by_name_when_they_fit_and_by_nothing_else()
    {
        using FakeRun run = new(models);
        run.Answer();
        JsonElement state = await run.Get("/api/state");
        Dictionary<string, string?> profiles = state.GetProperty("profiles").EnumerateArray().ToDictionary(choice => choice.GetProperty("name").GetString()!, choice => choice.GetProperty("problem").GetString());
        Assert.Null(profiles["small"]);
        Assert.Equal("it needs 8 threads, the engine runs on 1.", profiles["eight-threads"]);
        Assert.StartsWith("broken", profiles["broken"], StringComparison.Ordinal);
        Assert.Equal(4, profiles.Count); // the one in force, too
        using (HttpResponseMessage answer = await run.Post("/api/profile", """{"profile": "small"}"""))
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        run.Answer();
        JsonElement after = await run.Get("/api/state");
        Assert.Equal(("small", models.Small.Costs.FullFrame / 2), (after.GetProperty("profile").GetString(), after.GetProperty("budget").GetProperty("rate").GetInt64()));
        foreach (string wrong in (string[])["eight-threads", "broken", "schema", "small.json", "../small", "/etc/passwd", "", "none\0"])
        {
            using HttpResponseMessage refused = await run.Post("/api/profile", JsonSerializer.Serialize(new Dictionary<string, string> { ["profile"] = wrong }));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.DoesNotContain(models.Folder, await refused.Content.ReadAsStringAsync(FakeRun.Cancel), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"share": "much"}""")]
    [InlineData("""{"share": null}""")]
    [InlineData("""{"share": 0.5, "other": 1}""")]
    [InlineData("""{"share": 0.5, "share": 0.6}""")]
    [InlineData("""{"share": 1e999}""")]
    public async Task A_body_that_is_not_exactly_what_is_wanted_is_refused(string body)
    {
        using FakeRun run = new(models);
        using HttpResponseMessage answer = await run.Post("/api/budget", body);
        Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.BadRequest, HttpStatusCode.UnprocessableEntity]);
        Assert.Equal(1, run.Allowance.UserShare);
    }

    [Fact]
    public async Task Metrics_are_named_by_convention_and_count_what_happened()
    {
        using FakeRun run = new(models);
        for (int i = 0; i < 3; i++)
            run.Answer(seconds: i, milliseconds: 4);
        run.Board.Cameras[0].Counts = () => new(5, 3, 2, 0, 0);
        string text = await run.Client.GetStringAsync("/metrics", FakeRun.Cancel);
        string[] lines = text.Split('\n');
        Assert.Equal(3, Value("sdcom_frames_total", "camera=\"door\"", "outcome=\"processed\""));
        Assert.Equal(2, Value("sdcom_frames_total", "camera=\"door\"", "outcome=\"dropped\""));
        Assert.Equal(3, Value("sdcom_decisions_total", "camera=\"door\"", "width=\"1\""));
        Assert.Equal(3 * models.Small.Costs.FullFrame, Value("sdcom_compute_total", "camera=\"door\""));
        Assert.Equal(3, Value("sdcom_frame_duration_seconds_count", "camera=\"door\""));
        Assert.Equal(3, Value("sdcom_frame_duration_seconds_bucket", "camera=\"door\"", "le=\"0.005\""));
        Assert.Equal(0, Value("sdcom_frame_duration_seconds_bucket", "camera=\"door\"", "le=\"0.003\""));
        Assert.InRange(Value("sdcom_budget_level"), 0.6, 0.8);
        Assert.Equal(0, Value("sdcom_budget_overshoot", "unit=\"MACs\""));
        Assert.Equal(1, Value("sdcom_camera_live", "camera=\"yard\""));
        Assert.True(Value("sdcom_process_memory_bytes") > 1e6);

        double Value(string name, params string[] labels)
        {
            string line = lines.Single(line => (line.StartsWith(name + "{", StringComparison.Ordinal) || line.StartsWith(name + " ", StringComparison.Ordinal)) && labels.All(label => line.Contains(label, StringComparison.Ordinal)));
            return double.Parse(line[(line.IndexOf('}', StringComparison.Ordinal) + 1)..].Trim().Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    private static async Task<(string Type, JsonElement Data)> Next(StreamReader reader)
    {
        string? type = null;
        while (await reader.ReadLineAsync(FakeRun.Cancel) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
                type = line[7..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                return (type!, JsonDocument.Parse(line[6..]).RootElement.Clone());
        }

        throw new EndOfStreamException();
    }
}
