using SdCom.Edge.Host.Bench;

namespace SdCom.Edge.Runtime.Tests.Host;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class MachineConditionsTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("sdcom-machine-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void A_board_tells_its_name_governor_load_power_mode_and_hottest_zone()
    {
        Write("proc/device-tree/model", "NVIDIA Jetson Orin Nano\0");
        Write("proc/loadavg", "0.42 0.30 0.20 1/200 999\n");
        Write("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "schedutil\n");
        Write("sys/devices/virtual/thermal/thermal_zone0/temp", "47500\n");
        Write("sys/devices/virtual/thermal/thermal_zone1/temp", "51250\n");
        Write("sys/devices/virtual/thermal/thermal_zone2/temp", "-256000\n"); // a block that is off
        Write("usr/sbin/nvpmodel", "#!/bin/sh\necho 'NV Power Mode: 15W'\necho 0\n");
        File.SetUnixFileMode(Path.Combine(root, "usr/sbin/nvpmodel"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        MachineConditions conditions = MachineConditions.Read(root);
        Assert.Equal(("NVIDIA Jetson Orin Nano", "schedutil", "15W"), (conditions.Board, conditions.Governor, conditions.PowerMode));
        Assert.Equal((0.42, 51.25), (conditions.LoadAverage, conditions.TemperatureC));
        Assert.StartsWith("NVIDIA Jetson Orin Nano, ", conditions.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(", governor schedutil, power mode 15W, load 0.42, 51 °C", conditions.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_that_tells_nothing_is_an_ordinary_state()
    {
        MachineConditions conditions = MachineConditions.Read(root);
        Assert.Null(conditions.Board ?? conditions.Governor ?? conditions.PowerMode);
        Assert.Null(conditions.TemperatureC ?? conditions.LoadAverage);
        Assert.Null(new MachineLoad(root).OthersShare());
    }

    [Fact]
    public void The_processor_time_of_others_is_all_but_the_idle_and_our_own()
    {
        Write("proc/stat", "cpu  100 0 100 5000 900 0 0 0 0 0\ncpu0 1 2 3\n");
        MachineLoad load = new(root);
        Write("proc/stat", "cpu  100 0 100 9000 1900 0 0 0 0 0\n");
        Assert.Equal(0, load.OthersShare()); // idle and waiting for the disk are nobody's
        Write("proc/stat", "cpu  100000 0 100 9000 1900 0 0 50000 0 0\n");
        Assert.Equal(1, load.OthersShare());
    }

    private void Write(string relative, string text)
    {
        string path = Path.Combine(root, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
