using SdCom.Edge.Host.Reports;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Machine;
using SdCom.Edge.Runtime.Overlay;

namespace SdCom.Edge.Host.Doctor;

/// <summary>Looks over a machine, thing by thing.</summary>
/// <param name="request">What must work.</param>
internal sealed class MachineDoctor(DoctorRequest request)
{
    private readonly EngineChecks engine = new(request.Model, request.Profile, request.Root);
    private readonly UserRights rights = UserRights.Read(request.Root);

    /// <summary>All checks, in the order in which one thing needs another.</summary>
    public IReadOnlyList<DoctorCheck> Examine()
    {
        HardwareChecks hardware = new(request.Root, rights, CameraFormats.Describe);
        return
        [
            .. request.Settings is null ? Array.Empty<DoctorCheck>() : [Settings()],
            Check.Try("dotnet", "install the .NET 10 runtime (https://dot.net/download).", LibraryChecks.DotNet),
            LibraryChecks.OpenCv(),
            LibraryChecks.BackEnd("opencv-ffmpeg", BackEnds.FFmpeg, "video files and RTSP streams"),
            LibraryChecks.BackEnd("opencv-gstreamer", BackEnds.GStreamer, "gst: and csi: sources"),
            LibraryChecks.BackEnd("opencv-v4l2", BackEnds.V4l2, "USB cameras"),
            Check.Try("onnxruntime", "start the program through ./sdcom, which restores and builds what it needs.", engine.OnnxRuntime),
            Check.Try("gpu", "run it as a user who may read /proc/driver/nvidia.", engine.Gpu),
            Check.Try("provider", "take a profile with provider cpu.", engine.Provider),
            Check.Try("model", "give another package with --model, or export it again.", Model),
            Check.Try("cameras", "run it as a user who may read /dev.", hardware.Cameras),
            Check.Try("sensors", "run it as a user who may read /sys.", hardware.Sensors),
            Check.Try("mqtt", "install libmosquitto again: apt-get install --reinstall libmosquitto1.", () => LibraryChecks.Mosquitto(request.Wants("mqtt", "mqtts"))),
            Check.Try("serial", "run it as a user who may read /dev.", hardware.Serial),
            Check.Try("gpio", "run it as a user who may read /dev.", () => hardware.Gpio(request.Wants("gpio"))),
            Check.Try("permissions", "run it as a user who may read /dev and /etc/group.", new PermissionChecks(request.Root, rights).All),
            WindowSink.IsPossible
                ? Check.Ok("display", "a window can be opened")
                : Check.Skipped("display", "no DISPLAY or WAYLAND_DISPLAY: no window, --record and --snapshot write what it would show"),
            Check.Try("disk", "check the path and the file system.", new DiskChecks(request).Disk),
            Check.Try("clock", "run it as a user who may read /sys.", () => ClockCheck.Of(ClockFacts.Read(request.Root, TimeProvider.System, Thread.Sleep))),
        ];
    }

    private DoctorCheck Settings()
    {
        IReadOnlyList<string> problems = request.SettingsProblems ?? [];
        return problems.Count == 0
            ? Check.Ok("settings", $"{request.Settings} is in order")
            : Check.Fail("settings", problems[0] + (problems.Count > 1 ? FormattableString.Invariant($" And {problems.Count - 1} more.") : string.Empty), $"./sdcom config check {request.Settings} says all of it; what follows is the machine without them.");
    }

    // Loading proves the parity vector at every width.
    private DoctorCheck Model()
    {
        using ModelSetup setup = ModelSetup.Load(request.Model, null, threads: null);
        return Check.Ok("model", $"{request.Model}: {setup.Model.Manifest.Name} loads, and its parity vector holds at {setup.Model.Network.Widths.Count} widths on {setup.Engine.Provider}; weights {setup.Nets.Dynamic.Weights}");
    }
}
