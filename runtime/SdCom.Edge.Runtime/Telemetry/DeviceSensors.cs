namespace SdCom.Edge.Runtime.Telemetry;

/// <summary>The device at one moment; null is what no sensor tells.</summary>
/// <param name="TemperatureC">The hottest place.</param>
/// <param name="PowerWatts">The whole board, or all that is measured of it.</param>
/// <param name="GpuLoadPercent">Load of the GPU.</param>
/// <param name="Battery">The battery, where there is one.</param>
public sealed record DeviceReading(double? TemperatureC, double? PowerWatts, double? GpuLoadPercent, BatteryReading? Battery);

/// <summary>All sensors of the device, found once and read when asked. One thread at a time.</summary>
public sealed class DeviceSensors
{
    private readonly Battery? battery;

    /// <param name="root"><c>/</c>, or the root of a recorded tree.</param>
    /// <param name="clock">Turns energy into power.</param>
    /// <param name="powerSensor">Measures the whole board in the place of the kernel's power sensors.</param>
    public DeviceSensors(string root, TimeProvider clock, Sensor? powerSensor = null)
    {
        IEnumerable<Sensor> power = powerSensor is null ? [.. PowerRails.Find(root), .. RaplPackages.Find(root, clock)] : [powerSensor];
        All = [.. Temperatures.Find(root), .. power, .. GpuSensors.Find(root)];
        battery = Battery.Find(root);
    }

    /// <summary>Every sensor that was found, with its newest value.</summary>
    public IReadOnlyList<Sensor> All { get; }

    public bool HasBattery => battery is not null;

    /// <summary>Reads all; a few milliseconds on a Jetson, so never on the recogniser's thread.</summary>
    public DeviceReading Read()
    {
        double? temperature = null, total = null, sum = null, load = null;
        foreach (Sensor sensor in All)
        {
            if (sensor.Read() is not { } value)
                continue;
            switch (sensor.Kind)
            {
                case SensorKind.TemperatureC:
                    temperature = Math.Max(temperature ?? value, value);
                    break;
                case SensorKind.PowerWatts when sensor.IsTotal:
                    total = (total ?? 0) + value;
                    break;
                case SensorKind.PowerWatts:
                    sum = (sum ?? 0) + value;
                    break;
                case SensorKind.GpuLoadPercent:
                    load = Math.Max(load ?? value, value);
                    break;
            }
        }

        return new DeviceReading(temperature, total ?? sum, load, battery?.Read());
    }
}
