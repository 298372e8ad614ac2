using System.Diagnostics;
using System.Text.Json;
using OpenCvSharp;
using SdCom.Edge.Runtime.Overlay;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Host;

public class RunTests(Models models)
{
    [Fact]
    public void A_video_gives_a_summary_lines_an_annotated_video_and_a_picture()
    {
        string clip = Pictures.WriteClip(models.NewPath(".mp4"), "hover", seconds: 3.2);
        string record = models.NewPath(".mp4"), snapshot = models.NewPath(".png"), lines = models.NewPath(".jsonl");
        JsonElement report = HostProcess.Json(
            "run", "--model", models.Small.Directory, "--source", clip, "--output", "console", "--output", $"jsonl:{lines}", "--record", record, "--snapshot", snapshot, "--threads", "1");

        JsonElement frames = report.GetProperty("frames");
        Assert.Equal(10, frames.GetProperty("captured").GetInt32());
        Assert.Equal(10, frames.GetProperty("processed").GetInt32());
        Assert.Equal(JsonValueKind.Null, report.GetProperty("shown").ValueKind);
        Assert.InRange(report.GetProperty("firstDecisionMs").GetDouble(), 50, 60_000);
        string[] written = File.ReadAllLines(lines);
        Assert.Equal(10, written.Count(line => JsonDocument.Parse(line).RootElement.GetProperty("type").GetString() == "frame"));

        using VideoCapture video = new(record);
        using Mat picture = new();
        int count = 0;
        while (video.Read(picture))
            count++;
        Assert.Equal(40, count); // every frame of the clip, not only the due ones
        Assert.Equal(HudPainter.CanvasSize, new Size(video.FrameWidth, video.FrameHeight));
        using Mat saved = Cv2.ImRead(snapshot);
        Assert.Equal(HudPainter.CanvasSize, saved.Size());
    }

    [Fact]
    public void A_profile_keeps_its_budget_on_a_recording_by_the_recordings_own_time()
    {
        string clip = Pictures.WriteClip(models.NewPath(".mp4"), "hover", seconds: 6.4);
        string profile = models.NewPath(".json");
        long cheapest = models.Small.Costs.Frame(0);
        // Half of the frames at the cheapest width, and nothing saved up.
        File.WriteAllText(profile, $$"""
            { "formatVersion": 1, "device": "test", "note": "", "engine": "onnxruntime", "provider": "cpu", "threads": 1, "widths": null, "targetFps": null,
              "budget": { "macsPerSecond": {{cheapest * 25 / 16}}, "burstMacs": {{cheapest}} }, "deadlineMs": null, "limits": null, "measured": null }
            """);
        string ledger = models.NewPath(".jsonl");
        JsonElement report = HostProcess.Json("run", "--model", models.Small.Directory, "--source", clip, "--profile", profile, "--ledger", ledger, "--audit", "100%");
        Assert.Equal(20, report.GetProperty("frames").GetProperty("captured").GetInt32());
        JsonElement[] lines = [.. File.ReadAllLines(ledger).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(20, lines.Length);
        Assert.Equal(report.GetProperty("frames").GetProperty("processed").GetInt32(), lines.Count(line => line.GetProperty("outcome").GetString() == "answered"));
        Assert.Equal(report.GetProperty("budget").GetProperty("spent").GetInt64(), lines.Sum(line => line.GetProperty("charge").GetInt64()));
        Assert.Equal(0, report.GetProperty("ledgerDropped").GetInt64());
        JsonElement audit = report.GetProperty("audit");
        Assert.Equal(report.GetProperty("frames").GetProperty("processed").GetInt64(), audit.GetProperty("frames").GetInt64());
        Assert.InRange(audit.GetProperty("agreement").GetDouble(), 0, 1);
        Assert.InRange(report.GetProperty("frames").GetProperty("processed").GetInt32(), 9, 11);
        Assert.Equal(0, report.GetProperty("budgetOvershoot").GetInt64());
    }

    [Fact]
    public void A_device_that_is_too_hot_narrows_the_budget_and_a_limit_without_a_sensor_is_said()
    {
        string clip = Pictures.WriteClip(models.NewPath(".mp4"), "hover", seconds: 1.6);
        string profile = models.NewPath(".json"), sysfs = models.NewPath();
        string zone = Directory.CreateDirectory(Path.Combine(sysfs, "sys/devices/virtual/thermal/thermal_zone0")).FullName;
        File.WriteAllText(Path.Combine(zone, "type"), "CPU-therm\n");
        File.WriteAllText(Path.Combine(zone, "temp"), "91000\n");
        File.WriteAllText(profile, $$"""
            { "formatVersion": 1, "device": "test", "note": "", "engine": "onnxruntime", "provider": "cpu", "threads": 1, "widths": null, "targetFps": null,
              "budget": { "macsPerSecond": {{models.Small.Costs.FullFrame}}, "burstMacs": {{models.Small.Costs.FullFrame}} }, "deadlineMs": null,
              "limits": { "temperatureC": { "narrowAt": 85, "widenAt": 75 }, "batteryUntil": "18:30" }, "measured": null }
            """);
        (int code, string output, string errors) = HostProcess.Run("run", "--model", models.Small.Directory, "--source", clip, "--profile", profile, "--sysfs", sysfs, "--json");
        Assert.Equal(0, code);
        Assert.Contains("limits.batteryUntil is not watched: no battery was found", errors, StringComparison.Ordinal);
        JsonElement device = JsonDocument.Parse(output).RootElement.GetProperty("device");
        Assert.Equal(91, device.GetProperty("temperatureC").GetDouble());
        Assert.Equal(0.7, device.GetProperty("share").GetDouble());
        Assert.Equal("temperature 91 C of 85 C", device.GetProperty("governor").GetString());
    }

    [Fact]
    public void A_budget_in_milliseconds_is_kept_by_live_measurement_where_no_table_is()
    {
        string clip = Pictures.WriteClip(models.NewPath(".mp4"), "hover", seconds: 6.4);
        string profile = models.NewPath(".json");
        File.WriteAllText(profile, """
            { "formatVersion": 1, "device": "test", "note": "", "engine": "onnxruntime", "provider": "cpu", "threads": 1, "widths": null, "targetFps": null,
              "budget": { "millisecondsPerFrame": 1000 }, "deadlineMs": null, "limits": null, "measured": null }
            """);
        JsonElement report = HostProcess.Json("run", "--model", models.Small.Directory, "--source", clip, "--profile", profile);
        Assert.Equal(20, report.GetProperty("frames").GetProperty("processed").GetInt32());
        Assert.Equal("ns", report.GetProperty("budget").GetProperty("unit").GetString());
        Assert.InRange(report.GetProperty("budget").GetProperty("spent").GetInt64(), 1, 20_000_000_000);
        Assert.Equal(0, report.GetProperty("budgetOvershoot").GetInt64());
    }

    [Fact]
    public void The_demo_says_what_it_showed_and_adds_up()
    {
        JsonElement report = HostProcess.Json("demo", "--model", models.Small.Directory, "--profile", Profile(), "--action", "hover", "--seconds", "6", "--threads", "1");
        JsonElement frames = report.GetProperty("frames");
        Assert.Equal(
            frames.GetProperty("captured").GetInt64(),
            frames.GetProperty("processed").GetInt64() + frames.GetProperty("dropped").GetInt64() + frames.GetProperty("failed").GetInt64());
        Assert.True(frames.GetProperty("processed").GetInt64() >= 3);
        Assert.Equal("hover", report.GetProperty("shown")[0].GetProperty("action").GetString());
        Assert.Equal(0, report.GetProperty("budgetOvershoot").GetInt64());
        Assert.True(report.TryGetProperty("recognised", out _));
    }

    [Fact]
    public void A_camera_that_never_comes_is_a_state_while_the_run_lasts_and_a_failure_at_its_end()
    {
        (int exitCode, string output, string errors) = HostProcess.Run(
            "run", "--model", models.Small.Directory, "--source", "/dev/video97", "--seconds", "1.5", "--threads", "1", "--json");
        Assert.Equal(1, exitCode);
        string[] lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("sdcom: /dev/video97: no such camera", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("sdcom: /dev/video97: the camera never came; no such camera", lines[^1], StringComparison.Ordinal);
        Assert.Equal(2, lines.Length); // however often it was tried
        JsonElement camera = JsonDocument.Parse(output).RootElement.GetProperty("camera");
        Assert.Equal(0, camera.GetProperty("connections").GetInt32());
        Assert.Contains(camera.GetProperty("state").GetString(), (string[])["waiting", "connecting"]);
    }

    [Fact]
    public void A_pipeline_of_missing_elements_says_which()
    {
        (int exitCode, _, string errors) = HostProcess.Run(
            "run", "--model", models.Small.Directory, "--source", "gst:nosuchsrc ! videoscale", "--seconds", "4", "--threads", "1");
        Assert.Equal(1, exitCode);
        string[] lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.Contains("no element \"nosuchsrc\"", line, StringComparison.Ordinal));
    }

    [Fact]
    public void SIGTERM_ends_the_demo_with_its_summary_and_whole_files()
    {
        string record = models.NewPath(".mp4");
        using HostProcess host = HostProcess.Start("demo", "--model", models.Small.Directory, "--profile", Profile(), "--record", record, "--json", "--threads", "1");
        string aside = Path.Combine(models.Folder, $".{Path.GetFileNameWithoutExtension(record)}.writing.mp4");

        // More than the container's header: pictures are in it. Stopped before the first one there would rightly be no video.
        const int PastHeader = 4096;
        Assert.True(SpinWait.SpinUntil(() => { Thread.Sleep(50); return File.Exists(aside) && new FileInfo(aside).Length > PastHeader; }, TimeSpan.FromSeconds(60)));
        long start = Stopwatch.GetTimestamp();
        host.Terminate();
        int code = host.Wait();
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(10), $"took {Stopwatch.GetElapsedTime(start)}");
        Assert.True(code == 0, host.Errors);
        Assert.True(JsonDocument.Parse(host.Output).RootElement.TryGetProperty("frames", out _));
        using VideoCapture video = new(record);
        using Mat picture = new();
        Assert.True(video.Read(picture));
        Assert.False(File.Exists(aside));
    }

    [Fact]
    public void A_soak_runs_the_whole_loop_and_tells_how_memory_changes()
    {
        JsonElement report = HostProcess.Json("bench", "--model", models.Small.Directory, "--soak", "0.08", "--threads", "1");
        Assert.InRange(report.GetProperty("seconds").GetDouble(), 4.8, 60);
        Assert.True(report.GetProperty("frames").GetProperty("processed").GetInt64() >= 5);
        Assert.True(report.GetProperty("samples").GetInt32() >= 4);
        Assert.InRange(report.GetProperty("residentMiB").GetDouble(), 20, 2000);
        Assert.True(report.GetProperty("miBPerHourLow").GetDouble() <= report.GetProperty("miBPerHour").GetDouble());
    }

    [Fact]
    public void Bench_measures_every_width_and_finds_no_allocation()
    {
        JsonElement report = HostProcess.Json("bench", "--model", models.Small.Directory, "--seconds", "0.05", "--threads", "1");
        Assert.Equal(0, report.GetProperty("managedBytesPerFrame").GetDouble());
        Assert.Equal(["0", "0.25", "0.5", "0.75", "1"], report.GetProperty("widths").EnumerateArray().Select(width => width.GetProperty("width").GetRawText()));
        Assert.True(report.GetProperty("overheadRatio").GetDouble() > 0);
        Assert.InRange(report.GetProperty("residentBytesFullWidthOnly").GetInt64(), 20_000_000, report.GetProperty("residentBytes").GetInt64() * 2);
        Assert.StartsWith("onnxruntime", report.GetProperty("engine").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("plain: the narrower widths' weights take only", report.GetProperty("weights").GetString(), StringComparison.Ordinal);
    }

    private string Profile()
    {
        string profile = models.NewPath(".json");
        File.WriteAllText(profile, $$"""
            { "formatVersion": 1, "device": "test", "note": "", "engine": "onnxruntime", "provider": "cpu", "threads": 1, "widths": null, "targetFps": null,
              "budget": { "macsPerSecond": {{models.Small.Costs.FullFrame}}, "burstMacs": {{2 * models.Small.Costs.FullFrame}} }, "deadlineMs": null, "limits": null, "measured": null }
            """);
        return profile;
    }
}
