namespace SdCom.Edge.Runtime.Telemetry;

/// <summary>A battery's state; what its driver does not tell is null.</summary>
/// <param name="WattHours">Energy left.</param>
/// <param name="Watts">Power that it gives; null while it is charged.</param>
/// <param name="Percent">How full it is.</param>
public sealed record BatteryReading(double? WattHours, double? Watts, double? Percent);

/// <summary>The first battery of the device, under <c>/sys/class/power_supply</c>.</summary>
internal sealed class Battery
{
    private readonly string folder;

    private Battery(string folder)
    {
        this.folder = folder;
    }

    public static Battery? Find(string root)
    {
        foreach (string supply in SysFiles.Folders(Path.Combine(root, "sys/class/power_supply"), "*"))
        {
            if (SysFiles.Text(Path.Combine(supply, "type")) == "Battery" && SysFiles.Text(Path.Combine(supply, "scope")) != "Device") // not a mouse's
                return new Battery(supply);
        }

        return null;
    }

    public BatteryReading Read()
    {
        double? volts = Micro("voltage_now");
        double? wattHours = Micro("energy_now") ?? (Micro("charge_now") * volts);
        double? watts = Micro("power_now") ?? (Micro("current_now") * volts);
        bool gives = SysFiles.Text(Path.Combine(folder, "status")) == "Discharging";
        return new BatteryReading(wattHours, gives && watts is { } given ? Math.Abs(given) : null, SysFiles.Number(Path.Combine(folder, "capacity"))); // some drivers give a sign
    }

    private double? Micro(string file) => SysFiles.Number(Path.Combine(folder, file)) / 1e6;
}
