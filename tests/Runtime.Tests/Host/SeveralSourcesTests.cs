using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using OpenCvSharp;
using SdCom.Edge.Runtime.Overlay;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Host;

public class SeveralSourcesTests(Models models)
{
    [Fact]
    public void Cameras_are_answered_beside_one_that_never_answers_within_one_budget()
    {
        using TcpListener deaf = new(IPAddress.Loopback, 0);
        deaf.Start(); // takes connections and says nothing
        string rtsp = string.Create(CultureInfo.InvariantCulture, $"rtsp://anna:secret@127.0.0.1:{((IPEndPoint)deaf.LocalEndpoint).Port}/stream");
        string ledger = models.NewPath(".jsonl");
        (int code, string output, string errors) = HostProcess.Run(
            "run", "--model", models.Small.Directory, "--source", "synthetic:hover", "--source", rtsp, "--source", "synthetic:hover",
            "--profile", Profile(3), "--ledger", ledger, "--seconds", "4", "--threads", "1", "--json");
        Assert.Equal(1, code); // one never came
        Assert.Contains("the camera never came", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", output + errors, StringComparison.Ordinal);

        JsonElement report = JsonDocument.Parse(output).RootElement;
        JsonElement[] cameras = [.. report.GetProperty("cameras").EnumerateArray()];
        Assert.Equal(["synthetic:hover", rtsp.Replace("secret", "***", StringComparison.Ordinal), "synthetic:hover (2)"], cameras.Select(camera => camera.GetProperty("name").GetString()));
        Assert.Equal("connecting", cameras[1].GetProperty("camera").GetProperty("state").GetString());
        Assert.Equal(0, Count(cameras[1], "captured"));
        foreach (JsonElement camera in (JsonElement[])[cameras[0], cameras[2]])
        {
            Assert.True(Count(camera, "processed") >= 4, camera.ToString());
            Assert.Equal(Count(camera, "captured"), Count(camera, "processed") + Count(camera, "dropped") + Count(camera, "failed"));
            Assert.True(camera.GetProperty("macsPerFrame").GetDouble() > 0);
            Assert.True(camera.GetProperty("captureToDecisionMs").GetProperty("p99").GetDouble() > 0);
            Assert.Equal(1, camera.GetProperty("widthShare").EnumerateObject().Sum(share => share.Value.GetDouble()), 1e-3);
        }

        Assert.Equal(cameras.Sum(camera => Count(camera, "captured")), Count(report, "captured"));
        Assert.Equal(0, report.GetProperty("budgetOvershoot").GetInt64());
        JsonElement[] lines = [.. File.ReadAllLines(ledger).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(["synthetic:hover", "synthetic:hover (2)"], lines.Select(line => line.GetProperty("camera").GetString()).Distinct().Order());
        Assert.Equal(report.GetProperty("budget").GetProperty("spent").GetInt64(), lines.Sum(line => line.GetProperty("charge").GetInt64()));
    }

    [Fact]
    public void Recordings_run_side_by_side_each_with_its_own_lines()
    {
        string wave = Pictures.WriteClip(models.NewPath(".mp4"), "wave_off", seconds: 3.2), hover = Pictures.WriteClip(models.NewPath(".mp4"), "hover", seconds: 6.4);
        string lines = models.NewPath(".jsonl");
        JsonElement report = HostProcess.Json("run", "--model", models.Small.Directory, "--source", wave, "--source", hover, "--output", $"jsonl:{lines}", "--threads", "1");
        Assert.Equal([10L, 20], report.GetProperty("cameras").EnumerateArray().Select(camera => Count(camera, "processed")));
        Assert.Equal(30, Count(report, "processed"));
        string?[] named = [.. File.ReadAllLines(lines).Select(line => JsonDocument.Parse(line).RootElement).Where(line => line.GetProperty("type").GetString() == "frame").Select(line => line.GetProperty("camera").GetString())];
        Assert.Equal((10, 20), (named.Count(name => name == wave), named.Count(name => name == hover)));
    }

    [Fact]
    public void Several_cameras_are_recorded_side_by_side()
    {
        string wave = Pictures.WriteClip(models.NewPath(".mp4"), "wave_off", seconds: 2.4);
        string record = models.NewPath(".mp4"), snapshot = models.NewPath(".png");
        (int code, string output, _) = HostProcess.Run(
            "run", "--model", models.Small.Directory, "--source", wave, "--source", "synthetic:hover", "--source", "/dev/video97", "--seconds", "4", "--record", record, "--snapshot", snapshot, "--threads", "1", "--json");
        Assert.Equal(1, code); // one never came
        JsonElement report = JsonDocument.Parse(output).RootElement;
        Assert.Equal(8, Count(report.GetProperty("cameras")[0], "processed")); // played in real time beside a live camera
        using VideoCapture video = new(record);
        Assert.Equal(Mosaic.SizeFor(3), new Size(video.FrameWidth, video.FrameHeight));
        using Mat picture = new();
        int pictures = 0;
        while (video.Read(picture))
            pictures++;
        Assert.InRange(pictures / Mosaic.PicturesPerSecond, 1.5, 6);
        using Mat saved = Cv2.ImRead(snapshot);
        Assert.Equal(Mosaic.SizeFor(3), saved.Size());
    }

    [Fact]
    public void Bench_tells_how_many_cameras_a_core_carries_and_how_soon_they_are_answered()
    {
        JsonElement report = HostProcess.Json("bench", "--model", models.Small.Directory, "--cameras", "--seconds", "1", "--threads", "1");
        int cameras = report.GetProperty("camerasPerCore").GetInt32();
        Assert.InRange(cameras, 1, 512);
        if (cameras > 1)
            Assert.InRange(report.GetProperty("p99LatencyMs").GetDouble(), report.GetProperty("medianLatencyMs").GetDouble(), report.GetProperty("samplingMs").GetDouble());
        JsonElement single = report.GetProperty("single");
        Assert.Equal(30, single.GetProperty("framesPerSecond").GetDouble());
        Assert.True(single.GetProperty("p99LatencyMs").GetDouble() > 0);
        Assert.Equal(Count(single, "captured"), Count(single, "processed") + Count(single, "dropped") + Count(single, "failed"));
    }

    [Fact]
    public void A_bucket_that_does_not_hold_everybodys_glance_is_refused()
    {
        (int code, _, string errors) = HostProcess.Run("run", "--model", models.Small.Directory, "--source", "synthetic:hover", "--source", "synthetic:land", "--profile", Profile(1));
        Assert.Equal(1, code);
        Assert.Contains($"must hold at least {2 * models.Small.Costs.Frame(0)}, a glance for each of 2 cameras", errors, StringComparison.Ordinal);
    }

    private static long Count(JsonElement report, string what) => report.GetProperty("frames").GetProperty(what).GetInt64();

    // A budget that pays for so many glances at once.
    private string Profile(int glances)
    {
        string profile = models.NewPath(".json");
        File.WriteAllText(profile, $$"""
            { "formatVersion": 1, "device": "test", "note": "", "engine": "onnxruntime", "provider": "cpu", "threads": 1, "widths": null, "targetFps": null,
              "budget": { "macsPerSecond": {{4 * models.Small.Costs.FullFrame}}, "burstMacs": {{glances * models.Small.Costs.Frame(0)}} }, "deadlineMs": null, "limits": null, "measured": null }
            """);
        return profile;
    }
}
