using System.Text.RegularExpressions;
using SdCom.Edge.Host.Doctor;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Runtime.Machine;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Doctor;

/// <summary>The doctor on machines that are made up: cameras, rights, disks and clocks that this one does not have.</summary>
public class MachineCheckTests(Models models)
{
    private static readonly CameraDescription Webcam = new("Webcam", "uvcvideo", true, [new CameraFormat("MJPG", 1280, 720, 30), new CameraFormat("YUYV", 640, 480, null)]);

    private readonly MadeMachine machine = new(models.NewPath());

    [Fact]
    public void Cameras_are_told_with_their_formats()
    {
        string video = machine.Add("dev/video0"), metadata = machine.Add("dev/video1");
        HardwareChecks checks = new(machine.Root, machine.User([44], video, metadata), device => device == video ? Webcam : Webcam with { Captures = false, Formats = [] });
        DoctorCheck cameras = checks.Cameras();
        Assert.Equal(("ok", $"{video}: Webcam (uvcvideo): MJPG 1280x720@30, YUYV 640x480; {metadata}: Webcam (uvcvideo): no pictures come from it"), (cameras.Status, cameras.Detail));
    }

    [Fact]
    public void A_camera_without_pictures_or_one_that_does_not_open_is_a_warning_with_its_fix()
    {
        string video = machine.Add("dev/video0");
        Needs("warn", "none of them gives pictures: .*no V4L2 device", "plug the camera in again", new HardwareChecks(machine.Root, machine.User([44], video), _ => null).Cameras());
        Needs("warn", "busy", "plug the camera in again", new HardwareChecks(machine.Root, machine.User([44], video), _ => throw new IOException("busy")).Cameras());
    }

    [Fact]
    public void A_camera_that_this_user_may_not_use_fails_with_the_group_that_would_let_him()
    {
        machine.Add("dev/video0");
        Needs("fail", "video0 may not be used by alice", "usermod -aG video alice", new HardwareChecks(machine.Root, machine.User([]), _ => Webcam).Cameras());
    }

    [Fact]
    public void Sensors_are_told_with_what_they_measure()
    {
        machine.Add("sys/devices/virtual/thermal/thermal_zone0/type", "CPU-therm\n");
        machine.Add("sys/devices/virtual/thermal/thermal_zone0/temp", "45500\n");
        DoctorCheck sensors = new HardwareChecks(machine.Root, machine.User([]), _ => null).Sensors();
        Assert.Equal(("ok", "CPU-therm 45.5 C"), (sensors.Status, sensors.Detail));
    }

    [Fact]
    public void Pins_that_settings_ask_for_must_be_there()
    {
        HardwareChecks checks = new(machine.Root, machine.User([]), _ => null);
        Assert.Equal("skipped", checks.Gpio(wanted: false).Status);
        Needs("fail", "no /dev/gpiochip", "load the driver", checks.Gpio(wanted: true));
    }

    [Fact]
    public void Serial_ports_that_this_user_may_not_use_are_a_warning_with_the_group_that_would_let_him()
    {
        string first = machine.Add("dev/ttyS0"), usb = machine.Add("dev/ttyUSB0");
        Assert.Equal("ok", new HardwareChecks(machine.Root, machine.User([20], first, usb), _ => null).Serial([first, usb]).Status);
        Needs("warn", $"{first}, {usb}; not to be used by alice: {first}$", "usermod -aG dialout alice", new HardwareChecks(machine.Root, machine.User([], usb), _ => null).Serial([first, usb]));
        Assert.Equal("skipped", new HardwareChecks(machine.Root, machine.User([]), _ => null).Serial([]).Status);
    }

    [Fact]
    public void The_fix_names_rules_that_are_there()
    {
        DoctorCheck closed = new PermissionChecks(machine.Root, machine.User([])).All();
        Assert.Equal("ok", closed.Status);
        machine.Add("dev/i2c-1");
        closed = new PermissionChecks(machine.Root, machine.User([])).All();
        Assert.True(File.Exists(Regex.Match(closed.Fix!, "sudo cp (\\S+) /etc/udev/rules.d/").Groups[1].Value), closed.Fix);
    }

    [Fact]
    public void Rights_name_the_groups_of_the_user_and_the_devices_that_are_closed()
    {
        string usb = machine.Add("dev/ttyUSB0"), bus = machine.Add("dev/i2c-1"), render = machine.Add("dev/dri/renderD128");
        DoctorCheck open = new PermissionChecks(machine.Root, machine.User([44, 20], usb, bus, render)).All();
        Assert.Equal(("ok", $"alice is in video, dialout; {render}, {usb}, {bus} may be used"), (open.Status, open.Detail));
        DoctorCheck closed = new PermissionChecks(machine.Root, machine.User([44], usb)).All();
        Needs("warn", $"alice is in video; not to be used: {render} .*, {bus} ", "70-sdcom-edge.rules.* usermod -aG i2c alice", closed);
        Assert.DoesNotContain("ttyUSB0", closed.Detail, StringComparison.Ordinal);
        Assert.Equal("ok", new PermissionChecks(models.NewPath(), machine.User([])).All().Status); // nothing is there, nothing is missed
    }

    [Fact]
    public void A_user_is_read_from_the_system_with_his_groups()
    {
        machine.Add("etc/group", "root:x:0:\nvideo:x:44:alice\ndialout:x:20:alice\nbroken line\nsdcom:x:1000:\n");
        machine.Add("proc/self/status", "Name:\tsdcom\nGid:\t1000\t1000\t1000\t1000\nGroups:\t20 44 777 \n");
        UserRights rights = UserRights.Read(machine.Root);
        Assert.Equal(["dialout", "sdcom", "video"], rights.Groups.Order());
        Assert.True(rights.Exists("video") && !rights.Exists("gpio"));
        Assert.Empty(UserRights.Read(models.NewPath()).Groups);
        Assert.True(UserRights.Read("/").MayUse("/dev/null"));
        Assert.False(UserRights.Read("/").MayUse("/nosuch"));
        Assert.NotNull(UserRights.Read("/").GroupOf("/dev/null"));
        Assert.Null(UserRights.Read("/").GroupOf("/nosuch"));
    }

    [Fact]
    public void Room_is_looked_for_where_ledger_and_clips_go()
    {
        string folder = Directory.CreateDirectory(models.NewPath()).FullName, other = Directory.CreateDirectory(models.NewPath()).FullName;
        DoctorRequest request = new(models.Small.Directory, null) { Folder = folder, Ledger = Path.Combine(folder, "ledger.jsonl"), Outputs = [$"clips:{other}/made/later,quota=3G", "console"] };
        DoctorCheck enough = new DiskChecks(request, _ => 4L << 30).Disk();
        Assert.Equal(("ok", $"4.0 GiB free for the work folder, the ledger in {folder}; 4.0 GiB free for clips in {other}"), (enough.Status, enough.Detail));
        Needs("warn", "2.0 GiB free for clips", $"make room in {other}, or give clips less .*: they may take 3.0 GiB.", new DiskChecks(request, _ => 2L << 30).Disk());
        DoctorCheck full = new DiskChecks(request, place => place == folder ? 1 << 20 : 2L << 30).Disk();
        Needs("fail", "0.0 GiB free for the work folder, the ledger", $"make room in {folder}: the work folder, the ledger are written there.", full);
        Needs("fail", "free for the work folder in /proc", "let this user write in /proc", new DiskChecks(request with { Folder = "/proc/self", Ledger = null, Outputs = [] }, _ => 4L << 30).Disk());
    }

    [Theory]
    [InlineData(0x2000, "ok", "set by the network to 5 ms, counted by tsc", "")]
    [InlineData(0x2040, "warn", "and nothing sets it, counted by tsc", "timedatectl set-ntp true")]
    public void A_clock_says_whether_something_sets_it(int status, string verdict, string words, string fix)
    {
        machine.Add("sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n");
        FakeTime time = new() { WallClock = new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.Zero) };
        DoctorCheck clock = ClockCheck.Of(ClockFacts.Read(machine.Root, time, moment => Pass(time, moment, moment), (TimeSpan.FromMilliseconds(5), status)));
        Assert.Equal(verdict, clock.Status);
        Assert.StartsWith("2026-05-04 03:02:01 UTC", clock.Detail, StringComparison.Ordinal);
        Assert.Contains(words, clock.Detail, StringComparison.Ordinal);
        Assert.Contains(fix, clock.Fix ?? string.Empty, StringComparison.Ordinal);
    }

    [Fact]
    public void A_clock_in_the_past_one_that_runs_apart_and_one_that_goes_back_say_their_fix()
    {
        FakeTime past = new() { WallClock = DateTimeOffset.UnixEpoch };
        Needs("warn", "shows 1970-01-01 00:00:00 UTC, which is past", "set-ntp true", ClockCheck.Of(ClockFacts.Read(machine.Root, past, moment => Pass(past, moment, moment), null)));
        FakeTime slow = new() { WallClock = new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.Zero) };
        Needs("warn", "ran 0.50 times as fast as the wall clock", "choose another clock source", ClockCheck.Of(ClockFacts.Read(machine.Root, slow, moment => Pass(slow, moment / 2, moment), null)));
        Needs("fail", "goes back", "available_clocksource", ClockCheck.Of(new ClockFacts(slow.WallClock, true, TimeSpan.Zero, "tsc", 1, IsSteady: false)));
        Assert.Equal("skipped", ClockCheck.Of(new ClockFacts(slow.WallClock, null, TimeSpan.Zero, null, 1, true)).Status);
    }

    private static void Pass(FakeTime time, TimeSpan steady, TimeSpan wall)
    {
        time.Advance(steady);
        time.WallClock += wall;
    }

    private static void Needs(string status, string detail, string fix, DoctorCheck check)
    {
        Assert.Equal(status, check.Status);
        Assert.Matches(detail, check.Detail);
        Assert.Matches(fix, check.Fix!);
    }
}
