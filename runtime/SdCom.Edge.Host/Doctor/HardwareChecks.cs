using System.Globalization;
using System.IO.Ports;
using SdCom.Edge.Core;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Runtime.Machine;
using SdCom.Edge.Runtime.Outputs.Gpio;
using SdCom.Edge.Runtime.Telemetry;

namespace SdCom.Edge.Host.Doctor;

/// <summary>Cameras, sensors, serial ports and pins. Nobody needs what he does not ask for, so what is missing is skipped; what is there and may not be used fails.</summary>
/// <param name="root">The root of the file system.</param>
/// <param name="rights">Who looks.</param>
/// <param name="describe">Asks a camera what it can do.</param>
internal sealed class HardwareChecks(string root, UserRights rights, Func<string, CameraDescription?> describe)
{
    public DoctorCheck Cameras()
    {
        string[] found = DeviceNodes.Of(root, "video*");
        if (found.Length == 0)
            return Check.Skipped("cameras", "no /dev/video*; files, RTSP streams and synthetic: work without");
        string[] closed = [.. found.Where(device => !rights.MayUse(device))];
        if (closed.Length > 0)
            return Check.Fail("cameras", $"{string.Join(", ", closed)} may not be used by {rights.Name}", PermissionChecks.FixOf(rights, closed[0], "video"));
        (string Words, bool Captures)[] told = [.. found.Select(Describe)];
        string words = string.Join("; ", told.Select(camera => camera.Words));
        return told.Any(camera => camera.Captures)
            ? Check.Ok("cameras", words)
            : Check.Warn("cameras", $"none of them gives pictures: {words}", "plug the camera in again, or load its driver; v4l2-ctl --list-devices (package v4l-utils) shows what the kernel sees.");
    }

    public DoctorCheck Sensors()
    {
        DeviceSensors sensors = new(root, TimeProvider.System);
        sensors.Read();
        string[] read = [.. sensors.All.Where(sensor => sensor.Problem is null).Select(Words)];
        Sensor? refused = sensors.All.FirstOrDefault(sensor => sensor.Problem is not null);
        if (sensors.All.Count == 0)
            return Check.Skipped("sensors", "none found: profiles cannot limit temperature or power here");
        return refused is null
            ? Check.Ok("sensors", string.Join(", ", read))
            : Check.Warn("sensors", $"{refused.Name}: {refused.Problem}; readable: {(read.Length > 0 ? string.Join(", ", read) : "none")}", "let this user read the sensor's file under /sys, or live without it.");
    }

    public DoctorCheck Serial() => Serial(SerialPort.GetPortNames());

    /// <summary>The same for ports that somebody has found.</summary>
    internal DoctorCheck Serial(string[] ports)
    {
        if (ports.Length == 0)
            return Check.Skipped("serial", "no serial port: no serial: outputs and triggers");
        string[] closed = [.. ports.Where(port => !rights.MayUse(port))];
        return closed.Length == 0
            ? Check.Ok("serial", string.Join(", ", ports))
            : Check.Warn("serial", $"{string.Join(", ", ports)}; not to be used by {rights.Name}: {string.Join(", ", closed)}", PermissionChecks.FixOf(rights, closed[0], "dialout"));
    }

    public DoctorCheck Gpio(bool wanted)
    {
        const string Prefix = "gpiochip", Fix = "apt-get install libgpiod2 (./sdcom does it when such an output is asked for).";
        string[] chips = DeviceNodes.Of(root, $"{Prefix}*");
        if (chips.Length == 0)
        {
            return wanted
                ? Check.Fail("gpio", "no /dev/gpiochip*, and the settings ask for pins", "load the driver of the board's pins, or leave gpio: away.")
                : Check.Skipped("gpio", "no /dev/gpiochip*: no gpio: outputs and triggers");
        }

        try
        {
            foreach (string chip in chips)
                GpioDelivery.OpenChip(int.Parse(Path.GetFileName(chip).AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture)).Dispose();
            return Check.Ok("gpio", $"{string.Join(", ", chips)}, by {LoadedLibraries.PathOf("libgpiod.so") ?? "libgpiod"}");
        }
        catch (InputException problem)
        {
            return wanted ? Check.Fail("gpio", problem.Message, Fix) : Check.Skipped("gpio", problem.Message, Fix);
        }
        catch (IOException problem)
        {
            return Check.Fail("gpio", problem.Message, PermissionChecks.FixOf(rights, chips[0], "gpio"));
        }
    }

    private (string Words, bool Captures) Describe(string device)
    {
        try
        {
            CameraDescription? camera = describe(device);
            return ($"{device}: {camera?.ToString() ?? "no V4L2 device"}", camera is { Captures: true, Formats.Count: > 0 });
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return ($"{device}: {problem.Message}", false);
        }
    }

    private static string Words(Sensor sensor) => sensor.Value is { } value
        ? string.Create(CultureInfo.InvariantCulture, $"{sensor.Name} {value:0.#} {Unit(sensor.Kind)}")
        : sensor.Name;

    private static string Unit(SensorKind kind) => kind switch
    {
        SensorKind.TemperatureC => "C",
        SensorKind.PowerWatts => "W",
        SensorKind.GpuLoadPercent => "%",
        _ => "MHz",
    };
}
