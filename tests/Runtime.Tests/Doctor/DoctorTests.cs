using System.Text.Json;
using SdCom.Edge.Runtime.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Host;

namespace SdCom.Edge.Runtime.Tests.Doctor;

public class DoctorTests(Models models)
{
    [Fact]
    public void A_machine_that_runs_these_tests_is_well()
    {
        JsonElement report = HostProcess.Json("doctor", "--model", models.Small.Directory);
        Dictionary<string, string> status = report.GetProperty("checks").EnumerateArray().ToDictionary(check => check.GetProperty("name").GetString()!, check => check.GetProperty("status").GetString()!);
        Assert.Equal(["dotnet", "opencv", "opencv-ffmpeg", "opencv-gstreamer", "opencv-v4l2", "onnxruntime", "gpu", "provider", "model", "cameras", "sensors", "mqtt", "serial", "gpio", "permissions", "display", "disk", "clock"], status.Keys);
        Assert.Equal(["ok", "ok", "ok", "ok", "ok"], ((string[])["dotnet", "opencv", "onnxruntime", "provider", "model"]).Select(name => status[name]));
        Assert.All(report.GetProperty("checks").EnumerateArray(), check => Assert.True(check.GetProperty("status").GetString() is "ok" or "skipped" || check.GetProperty("fix").GetString() is not null, check.GetRawText()));
        // Libraries say their versions and the files they come from, and the processor has run the model.
        Dictionary<string, string> detail = report.GetProperty("checks").EnumerateArray().ToDictionary(check => check.GetProperty("name").GetString()!, check => check.GetProperty("detail").GetString()!);
        Assert.Matches(@"^OpenCV 4\.\d+\.\d+, from /.*/libopencv_core\.so", detail["opencv"]);
        Assert.Matches(@"^onnxruntime 1\.\d+\.\d+, built with CPUExecutionProvider, from /.*/libonnxruntime\.so", detail["onnxruntime"]);
        Assert.Matches(@"^\.NET 10\..*, from /", detail["dotnet"]);
        Assert.Matches(@"^cpu: full width in \d+\.\d ms", detail["provider"]);
        Assert.Equal("skipped", status["display"]);
    }

    [Fact]
    public void A_pipe_gets_a_line_for_each_check_without_colours_or_breaks()
    {
        (int exitCode, string output, _) = HostProcess.Run("doctor", "--model", models.Small.Directory);
        Assert.Equal(0, exitCode);
        Assert.DoesNotContain('\u001b', output);
        string[] lines = output.TrimEnd().Split('\n');
        Assert.Equal(18, lines.Count(line => !line.StartsWith("        fix: ", StringComparison.Ordinal)));
        Assert.All(lines, line => Assert.Matches("^((ok|warn|skipped) +[a-z0-9-]+: |        fix: )", line));
    }

    [Fact]
    public void What_is_broken_is_a_line_with_its_fix_and_exit_code_1()
    {
        (int exitCode, string output, string errors) = HostProcess.Run("doctor", "--model", models.NewPath(), "--json");
        Assert.Equal((1, string.Empty), (exitCode, errors));
        JsonElement model = JsonDocument.Parse(output).RootElement.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == "model");
        Assert.Equal("fail", model.GetProperty("status").GetString());
        Assert.Contains("no such model package", model.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(model.GetProperty("fix").GetString()!);
    }

    [Fact]
    public void Settings_are_looked_after_with_all_that_they_ask_for()
    {
        string file = models.NewPath(".json"), clips = models.NewPath();
        File.WriteAllText(file, $$"""
            { "formatVersion": 1, "model": "{{models.Small.Directory}}", "sources": ["synthetic:hover"], "outputs": ["clips:{{clips}},quota=2M", "gpio:17"], "ledger": { "file": "{{models.NewPath(".jsonl")}}" } }
            """);
        (int exitCode, string output, _) = HostProcess.Run("doctor", "--config", file, "--json");
        Dictionary<string, JsonElement> checks = JsonDocument.Parse(output).RootElement.GetProperty("checks").EnumerateArray().ToDictionary(check => check.GetProperty("name").GetString()!);
        Assert.Equal("ok", checks["settings"].GetProperty("status").GetString());
        Assert.Contains(models.Small.Directory, checks["model"].GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("the ledger, clips in", checks["disk"].GetProperty("detail").GetString(), StringComparison.Ordinal);
        bool hasPins = Directory.EnumerateFiles("/dev", "gpiochip*").Any();
        Assert.Equal(hasPins ? 0 : 1, exitCode); // pins were asked for
        Assert.Equal(hasPins ? "ok" : "fail", checks["gpio"].GetProperty("status").GetString());

        File.WriteAllText(file, "{ \"formatVersion\": 3 }");
        (exitCode, output, _) = HostProcess.Run("doctor", "--config", file, "--json");
        JsonElement settings = JsonDocument.Parse(output).RootElement.GetProperty("checks")[0];
        Assert.Equal((1, "settings", "fail"), (exitCode, settings.GetProperty("name").GetString(), settings.GetProperty("status").GetString()));
        Assert.Contains("formatVersion must be 1, got 3", settings.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("config check", settings.GetProperty("fix").GetString(), StringComparison.Ordinal);
    }
}
