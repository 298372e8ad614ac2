using System.Globalization;
using System.Text.Json;
using SdCom.Edge.Core.Profiles;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Host;

public class TuneTests(Models models)
{
    private const string HandWritten = """
        { "formatVersion": 1, "device": "bench", "note": "By hand.", "engine": "onnxruntime", "provider": "cpu", "threads": 1, "widths": null, "targetFps": null,
          "budget": { "macsPerSecond": 100000000, "burstMacs": 200000000 }, "deadlineMs": null, "limits": { "temperatureC": { "narrowAt": 80, "widenAt": 70 } }, "measured": null }
        """;

    [Fact]
    public void Every_width_is_measured_and_the_profile_that_is_written_runs()
    {
        string path = models.NewPath(".json");
        JsonElement report = Tune(path, "--target-accuracy", "0.1", "--fps", "2");
        JsonElement[] widths = [.. report.GetProperty("widths").EnumerateArray()];
        Assert.Equal([0, 0.25, 0.5, 0.75, 1], widths.Select(width => width.GetProperty("width").GetDouble()));
        Assert.Equal(models.Small.Costs.FullFrame, widths[^1].GetProperty("macs").GetInt64());
        Assert.True(widths.All(width => width.GetProperty("p95Ms").GetDouble() >= width.GetProperty("medianMs").GetDouble()));
        Assert.True(report.GetProperty("rounds").GetInt32() >= 30);
        Assert.Equal(widths.Max(width => width.GetProperty("spread").GetDouble()), report.GetProperty("spread").GetDouble());

        DeviceProfile profile = DeviceProfile.Load(path);
        Assert.Equal("bench", profile.Device);
        Assert.Equal(2, profile.TargetFps);
        Assert.Equal(500, profile.DeadlineMs); // a frame must be done before the next one comes
        Assert.Equal(2 * models.Small.Costs.Frame(0), profile.Budget.MacsPerSecond); // the fixture's curve reaches 0.1 at skip
        Assert.Equal(models.Small.Manifest.Segments * models.Small.Costs.FullFrame, profile.Budget.BurstMacs);
        Assert.Equal("small", profile.Measured!.Model);
        Assert.Equal(models.Small.Network.Widths, profile.Measured.Widths.Keys);
        Assert.Null(profile.Measured.Widths[Core.Width.Full].Joules);
        Assert.Contains("1 threads", profile.Measured.Conditions, StringComparison.Ordinal);

        string clip = Pictures.WriteClip(models.NewPath(".mp4"), "hover");
        Assert.Equal(0, HostProcess.Json("run", "--model", models.Small.Directory, "--source", clip, "--profile", path).GetProperty("budgetOvershoot").GetInt64());
    }

    [Fact]
    public void A_budget_that_somebody_wrote_is_replaced_only_by_force_and_all_else_stays()
    {
        string path = models.NewPath(".json");
        File.WriteAllText(path, HandWritten);
        Refused(1, $"{path}: budget is there already, and --macs-per-second would replace it; add --force", path, "--macs-per-second", "50000000");
        Assert.Equal(HandWritten, File.ReadAllText(path));

        Assert.True(Tune(path).GetProperty("budget").GetProperty("kept").GetBoolean());
        DeviceProfile measured = DeviceProfile.Load(path);
        Assert.Equal(100_000_000, measured.Budget.MacsPerSecond);
        Assert.Equal("By hand.", measured.Note);
        Assert.Equal(new HysteresisLimit(80, 70), measured.Limits!.TemperatureC);
        Assert.Equal(5, measured.Measured!.Widths.Count);

        Tune(path, "--macs-per-second", "50000000", "--force");
        Tune(path, "--macs-per-second", "60000000", "--force");
        DeviceProfile replaced = DeviceProfile.Load(path);
        Assert.Equal(60_000_000, replaced.Budget.MacsPerSecond);
        Assert.StartsWith("By hand. Tuned by ./sdcom tune on ", replaced.Note, StringComparison.Ordinal);
        Assert.Equal(replaced.Note.IndexOf("Tuned", StringComparison.Ordinal), replaced.Note.LastIndexOf("Tuned", StringComparison.Ordinal));
        Assert.Equal(new HysteresisLimit(80, 70), replaced.Limits!.TemperatureC);
    }

    [Fact]
    public void A_board_whose_power_rises_with_the_work_gets_joules_and_a_budget_in_watts()
    {
        string root = models.NewPath(), rail = Path.Combine(root, "sys/bus/i2c/devices/6-0040/iio:device0");
        Directory.CreateDirectory(rail);
        File.WriteAllText(Path.Combine(root, "sys/bus/i2c/devices/6-0040/name"), "ina3221x\n");
        File.WriteAllText(Path.Combine(rail, "rail_name_0"), "POM_5V_IN\n");
        string power = Path.Combine(rail, "in_power0_input"), path = models.NewPath(".json");
        File.WriteAllText(power, "2000\n");
        (int code, _, string errors) = HostProcess.Run("tune", "--model", models.Small.Directory, "--device", "bench", "--threads", "1", "--seconds", "0.1", "--out", path, "--watts", "5", "--sysfs", root);
        Assert.Equal(1, code);
        Assert.StartsWith("sdcom: --watts needs the joules of a frame, but the board's power did not rise while frames ran", errors.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        Assert.False(File.Exists(path));

        using (new Timer(_ => Rise(), null, 0, 50))
        {
            JsonElement report = Tune(path, "--watts", "50", "--sysfs", root);
            Assert.Equal(50, report.GetProperty("budget").GetProperty("watts").GetDouble());
            Assert.All(report.GetProperty("widths").EnumerateArray(), width => Assert.True(width.GetProperty("joules").GetDouble() > 0));
        }

        DeviceProfile profile = DeviceProfile.Load(path);
        Assert.Equal(50, profile.Budget.Watts);
        Assert.All(profile.Measured!.Widths.Values, width => Assert.True(width.Joules > 0));
        string clip = Pictures.WriteClip(models.NewPath(".mp4"), "hover");
        JsonElement run = HostProcess.Json("run", "--model", models.Small.Directory, "--source", clip, "--profile", path);
        Assert.Equal("uJ", run.GetProperty("budget").GetProperty("unit").GetString());
        Assert.Equal(0, run.GetProperty("budgetOvershoot").GetInt64());

        void Rise()
        {
            string aside = power + ".new";
            try
            {
                File.WriteAllText(aside, $"{2000 + Environment.TickCount64 % 1_000_000_000 / 10}\n");
                File.Move(aside, power, overwrite: true);
            }
            catch (IOException)
            {
                // the test is over
            }
        }
    }

    [Fact]
    public void Watts_without_a_power_sensor_are_refused_at_once() =>
        Refused(1, "--watts needs a power sensor, and none was found under", models.NewPath(".json"), "--watts", "5", "--sysfs", models.NewPath());

    [Fact]
    public void An_accuracy_that_the_curve_does_not_reach_is_refused_with_the_best_there_is() =>
        Refused(1, "curve ends at 0.1 ", models.NewPath(".json"), "--target-accuracy", "0.9");

    [Fact]
    public void Wrong_values_are_wrong_usage()
    {
        string path = models.NewPath(".json");
        string least = Math.Ceiling(models.Small.Costs.Frame(0) * 3.125).ToString(CultureInfo.InvariantCulture);
        Refused(2, $"--macs-per-second must be at least {least}", path, "--macs-per-second", "1000");
        Refused(2, "--target-accuracy must be a share", path, "--target-accuracy", "90");
        Refused(2, "--target-accuracy and --macs-per-second exclude each other", path, "--target-accuracy", "0.9", "--macs-per-second", "1000");
        Refused(2, "--provider must be one of cpu, cuda, tensorrt", path, "--provider", "gpu");
        Refused(2, "--fps must be positive", path, "--fps", "0");
        Assert.False(File.Exists(path));
        (int exitCode, _, string errors) = HostProcess.Run("tune", "--model", models.Small.Directory, "--device", "../evil");
        Assert.Equal(2, exitCode);
        Assert.Contains("--device must be a name", errors, StringComparison.Ordinal);
    }

    private JsonElement Tune(string path, params string[] more) =>
        HostProcess.Json(["tune", "--model", models.Small.Directory, "--device", "bench", "--threads", "1", "--seconds", "0.1", "--out", path, .. more]);

    private void Refused(int code, string expected, string path, params string[] more)
    {
        (int exitCode, string output, string errors) = HostProcess.Run(["tune", "--model", models.Small.Directory, "--device", "bench", "--threads", "1", "--out", path, .. more]);
        Assert.Equal(code, exitCode);
        Assert.StartsWith("sdcom: ", errors, StringComparison.Ordinal);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
        Assert.Empty(output);
    }
}
