using System.Globalization;
using System.IO.Ports;
using SdCom.Edge.Bindings.Mosquitto;
using SdCom.Edge.Core;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Runtime.Outputs.Gpio;

namespace SdCom.Edge.Host.Doctor;

/// <summary>What outputs and triggers find on this machine. Nobody needs it who asks for none of them, so what is missing is skipped; what is there and may not be used fails.</summary>
/// <param name="root">The root of the file system.</param>
internal sealed class OutputChecks(string root)
{
    public static DoctorCheck Mqtt() => MosquittoClient.IsInstalled
        ? new DoctorCheck("mqtt", "ok", "libmosquitto is there", null)
        : new DoctorCheck("mqtt", "skipped", "libmosquitto.so.1 is missing: no mqtt: outputs", "apt-get install libmosquitto1 (./sdcom does it when such an output is asked for).");

    public static DoctorCheck Serial()
    {
        string[] ports = SerialPort.GetPortNames();
        return ports.Length > 0
            ? new DoctorCheck("serial", "ok", string.Join(", ", ports), null)
            : new DoctorCheck("serial", "skipped", "no serial port: no serial: outputs and triggers", null);
    }

    public DoctorCheck Gpio()
    {
        const string Prefix = "gpiochip";
        string devices = Path.Combine(root, "dev");
        string[] chips = Directory.Exists(devices) ? [.. Directory.EnumerateFiles(devices, $"{Prefix}*").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)] : [];
        if (chips.Length == 0)
            return new DoctorCheck("gpio", "skipped", "no /dev/gpiochip*: no gpio: outputs and triggers", null);
        try
        {
            foreach (string chip in chips)
                GpioDelivery.OpenChip(int.Parse(chip.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture)).Dispose();
            return new DoctorCheck("gpio", "ok", string.Join(", ", chips), null);
        }
        catch (InputException problem)
        {
            return new DoctorCheck("gpio", "skipped", problem.Message, "apt-get install libgpiod2 (./sdcom does it when such an output is asked for).");
        }
        catch (IOException problem)
        {
            return new DoctorCheck("gpio", "fail", problem.Message, $"sudo usermod -aG gpio {Environment.UserName}, then log in again.");
        }
    }
}
