using System.Text.Json;
using SdCom.Edge.Host.Doctor;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Host;

public class DoctorTests(Models models)
{
    [Fact]
    public void A_machine_that_runs_these_tests_is_well()
    {
        JsonElement report = HostProcess.Json("doctor", "--model", models.Small.Directory);
        Dictionary<string, string> status = report.GetProperty("checks").EnumerateArray().ToDictionary(check => check.GetProperty("name").GetString()!, check => check.GetProperty("status").GetString()!);
        Assert.Equal(["dotnet", "opencv-ffmpeg", "opencv-gstreamer", "opencv-v4l2", "onnxruntime", "gpu", "provider", "model", "cameras", "sensors", "mqtt", "serial", "gpio", "display", "disk"], status.Keys);
        Assert.Equal(("ok", "ok", "ok"), (status["dotnet"], status["onnxruntime"], status["model"]));
        Assert.Equal("skipped", status["display"]);
    }

    [Fact]
    public void A_pipe_gets_a_line_for_each_check_without_colours_or_breaks()
    {
        (int exitCode, string output, _) = HostProcess.Run("doctor", "--model", models.Small.Directory);
        Assert.Equal(0, exitCode);
        Assert.DoesNotContain('\u001b', output);
        string[] lines = output.TrimEnd().Split('\n');
        Assert.Equal(15, lines.Length);
        Assert.All(lines, line => Assert.Matches("^(ok|warn|skipped) +[a-z0-9-]+: ", line));
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
    public void Cameras_are_found_below_the_root()
    {
        string root = Directory.CreateDirectory(models.NewPath()).FullName;
        Directory.CreateDirectory(Path.Combine(root, "dev"));
        File.WriteAllText(Path.Combine(root, "dev", "video0"), string.Empty);
        DoctorCheck cameras = new MachineDoctor(models.Small.Directory, null, root, root).Examine().Single(check => check.Name == "cameras");
        Assert.Equal(("ok", Path.Combine(root, "dev", "video0")), (cameras.Status, cameras.Detail));
    }
}
