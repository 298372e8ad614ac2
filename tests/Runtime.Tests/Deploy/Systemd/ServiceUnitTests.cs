using System.Diagnostics;
using System.Globalization;
using SdCom.Edge.Runtime.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Host;

namespace SdCom.Edge.Runtime.Tests.Deploy.Systemd;

/// <summary>The unit as systemd itself reads, judges and runs it.</summary>
public class ServiceUnitTests(Bundle bundle)
{
    private readonly string folder = Directory.CreateDirectory(Path.Combine(bundle.Folder, Guid.NewGuid().ToString("n"))).FullName;

    [Fact]
    public void Systemd_finds_nothing_wrong_with_the_unit_and_its_exposure_is_small()
    {
        string analyze = Tools.Require("/usr/bin/systemd-analyze"), prefix = Path.Combine(folder, "opt"), unit = Path.Combine(folder, "sdcom-edge.service");
        Shell.Succeed(Path.Combine(bundle.Unpacked, "install.sh"), "--prefix", prefix);
        File.WriteAllText(unit, File.ReadAllText(Path.Combine(bundle.Unpacked, "sdcom-edge.service"))
            .Replace("@CURRENT@", Path.Combine(prefix, "current"), StringComparison.Ordinal).Replace("@CONFIG@", folder, StringComparison.Ordinal).Replace("@GROUPS@", "video", StringComparison.Ordinal));
        (int code, string output, string errors) = Shell.Run(analyze, "verify", unit);
        Assert.True(code == 0 && !(output + errors).Contains("sdcom-edge", StringComparison.Ordinal), output + errors);
        (code, output, errors) = Shell.Run(analyze, "security", "--offline=yes", "--threshold=30", "--no-pager", unit); // in tenths of 10, which is naked
        Assert.True(code == 0, output[^Math.Min(200, output.Length)..] + errors);
    }

    [Fact]
    public void Under_systemd_it_is_ready_when_frames_are_answered_comes_back_when_killed_or_hung_and_leaves_when_told()
    {
        using Device device = new(Path.Combine(folder, "scratch"), bundle.Unpacked);
        Assert.Equal(0, device.Run("systemctl", "start", "sdcom-edge").ExitCode); // returns at READY=1
        Assert.Equal(("active", "running", "0"), (device.Show("ActiveState"), device.Show("SubState"), device.Show("NRestarts")));
        Assert.Contains("\"answered\"", device.Run("cat", "/var/lib/sdcom-edge/ledger.jsonl").Output, StringComparison.Ordinal);
        string status = device.Run("cat", string.Create(CultureInfo.InvariantCulture, $"/proc/{device.MainPid}/status")).Output;
        Assert.Matches(@"CapEff:\s0+\n", status);
        Assert.Matches(@"NoNewPrivs:\s1\n", status);
        Assert.DoesNotMatch(@"Uid:\s0\s", status);

        int before = device.MainPid;
        device.Run("kill", "-KILL", string.Create(CultureInfo.InvariantCulture, $"{before}"));
        Tools.Until(() => device.Show("NRestarts") == "1" && device.Show("SubState") == "running" && device.MainPid != before, "it was not started anew after SIGKILL");

        before = device.MainPid;
        device.Run("kill", "-STOP", string.Create(CultureInfo.InvariantCulture, $"{before}")); // no sign of life any more
        Tools.Until(() => device.Show("NRestarts") == "2" && device.Show("SubState") == "running" && device.MainPid != before, "the watchdog did not bite");

        long start = Stopwatch.GetTimestamp();
        Assert.Equal(0, device.Run("systemctl", "stop", "sdcom-edge").ExitCode);
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        Assert.Equal(("inactive", "success"), (device.Show("ActiveState"), device.Show("Result")));
        // A machine that takes long even to start the program and end it again may take so much longer.
        long other = Stopwatch.GetTimestamp();
        HostProcess.Run("--version");
        TimeSpan slack = Stopwatch.GetElapsedTime(other);
        Assert.True(took < TimeSpan.FromSeconds(3) + (2 * slack), $"took {took} where the program starts and ends in {slack}");
    }
}
