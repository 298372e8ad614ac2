using System.Runtime.InteropServices;
using SdCom.Edge.Core.Profiles;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Overlay;
using SdCom.Edge.Runtime.Telemetry;

namespace SdCom.Edge.Host.Doctor;

/// <summary>Looks over a machine, thing by thing; whatever breaks on the way is a line of the report and not the end of it.</summary>
/// <param name="model">The folder of the model that must run.</param>
/// <param name="profile">The profile whose engine must run, or null for the machine as such.</param>
/// <param name="root">The root of the file system; another one in tests.</param>
/// <param name="folder">Where the program works and writes.</param>
internal sealed class MachineDoctor(string model, DeviceProfile? profile, string root, string folder)
{
    private const long EnoughBytes = 1L << 30;
    private const long LeastBytes = 100L << 20;

    private readonly EngineChecks engine = new(model, profile, root);

    /// <summary>All checks, in the order in which one thing needs another.</summary>
    public IReadOnlyList<DoctorCheck> Examine() =>
    [
        Try("dotnet", "install the .NET 10 runtime (https://dot.net/download).", () => Ok("dotnet", $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}")),
        BackEnd("opencv-ffmpeg", BackEnds.FFmpeg, "video files and RTSP streams"),
        BackEnd("opencv-gstreamer", BackEnds.GStreamer, "gst: and csi: sources"),
        BackEnd("opencv-v4l2", BackEnds.V4l2, "USB cameras"),
        Try("onnxruntime", "start the program through ./sdcom, which restores and builds what it needs.", engine.OnnxRuntime),
        Try("gpu", "run it as a user who may read /proc/driver/nvidia.", engine.Gpu),
        Try("provider", "take a profile with provider cpu.", engine.Provider),
        Try("model", "give another package with --model, or export it again.", Model),
        Cameras(),
        Try("sensors", "run it as a user who may read /sys.", Sensors),
        Try("mqtt", "install libmosquitto again: apt-get install --reinstall libmosquitto1.", OutputChecks.Mqtt),
        Try("serial", "run it as a user who may read /dev.", OutputChecks.Serial),
        Try("gpio", "run it as a user who may read /dev.", new OutputChecks(root).Gpio),
        WindowSink.IsPossible
            ? Ok("display", "a window can be opened")
            : new DoctorCheck("display", "skipped", "no DISPLAY or WAYLAND_DISPLAY: no window, --record and --snapshot write what it would show", null),
        Try("disk", "check the path and the file system.", Disk),
    ];

    private static DoctorCheck Ok(string name, string detail) => new(name, "ok", detail, null);

    private static DoctorCheck Try(string name, string fix, Func<DoctorCheck> check)
    {
        try
        {
            return check();
        }
        catch (Exception problem) when (problem is not OutOfMemoryException) // whatever it is, the user hears of it and of the rest
        {
            return new DoctorCheck(name, "fail", (problem.InnerException ?? problem).Message.ReplaceLineEndings(" "), fix);
        }
    }

    private static DoctorCheck BackEnd(string name, string backEnd, string use) => Try(name, "install OpenCV 4 (./sdcom does it with apt) or point the loader to the device's own.", () => BackEnds.Has(backEnd)
        ? Ok(name, $"OpenCV reads {use}")
        : new DoctorCheck(name, "warn", $"this OpenCV was built without {backEnd}: {use} cannot be read", $"use an OpenCV that was built with {backEnd}, such as the distribution's libopencv-videoio."));

    // Loading proves the parity vector at every width.
    private DoctorCheck Model()
    {
        using ModelSetup setup = ModelSetup.Load(model, null, threads: null);
        return Ok("model", $"{model}: {setup.Model.Manifest.Name} loads, and its parity vector holds at {setup.Model.Network.Widths.Count} widths on {setup.Engine.Provider}; weights {setup.Nets.Dynamic.Weights}");
    }

    private DoctorCheck Cameras()
    {
        string devices = Path.Combine(root, "dev");
        string[] found = Directory.Exists(devices) ? [.. Directory.EnumerateFiles(devices, "video*").Order(StringComparer.Ordinal)] : [];
        if (found.Length == 0)
            return new DoctorCheck("cameras", "skipped", "no /dev/video*; files, RTSP streams and synthetic: work without", null);
        string[] closed = [.. found.Where(device => !IsReadable(device))];
        return closed.Length == 0
            ? Ok("cameras", string.Join(", ", found))
            : new DoctorCheck("cameras", "fail", $"{string.Join(", ", closed)} may not be read by {Environment.UserName}", $"sudo usermod -aG video {Environment.UserName}, then log in again.");
    }

    private DoctorCheck Sensors()
    {
        DeviceSensors sensors = new(root, TimeProvider.System);
        sensors.Read();
        string[] read = [.. sensors.All.Where(sensor => sensor.Problem is null).Select(sensor => sensor.Name)];
        Sensor? refused = sensors.All.FirstOrDefault(sensor => sensor.Problem is not null);
        if (sensors.All.Count == 0)
            return new DoctorCheck("sensors", "skipped", "none found: profiles cannot limit temperature or power here", null);
        return refused is null
            ? Ok("sensors", string.Join(", ", read))
            : new DoctorCheck("sensors", "warn", $"{refused.Name}: {refused.Problem}; readable: {(read.Length > 0 ? string.Join(", ", read) : "none")}", "let this user read the sensor's file under /sys, or live without it.");
    }

    private DoctorCheck Disk()
    {
        long free = new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        string detail = FormattableString.Invariant($"{free / (double)(1 << 30):0.0} GiB free in the work folder {folder}");
        return free >= EnoughBytes ? Ok("disk", detail)
            : new DoctorCheck("disk", free >= LeastBytes ? "warn" : "fail", detail, "make room: recordings, ledgers and caches are written there.");
    }

    private static bool IsReadable(string device)
    {
        try
        {
            using FileStream stream = File.OpenRead(device);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true; // busy, or no ordinary file: not a matter of rights
        }
    }
}
