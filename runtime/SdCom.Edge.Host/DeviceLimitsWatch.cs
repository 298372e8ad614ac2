using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Telemetry;

namespace SdCom.Edge.Host;

/// <summary>Watches the device's sensors for the limits of its profile.</summary>
internal static class DeviceLimitsWatch
{
    /// <summary>Starts watching, and narrows the allowance by what is seen. Limits whose sensor is missing are said once: the run goes on without them.</summary>
    public static DeviceWatch Start(ModelSetup setup, string sensorRoot, Allowance allowance, Sensor? powerSensor = null)
    {
        DeviceSensors sensors = new(sensorRoot, TimeProvider.System, powerSensor);
        if (setup.Profile?.Limits is { } limits)
        {
            allowance.Governor = new Governor(limits, TimeProvider.System);
            Warn(limits.TemperatureC is not null && !Has(SensorKind.TemperatureC), "temperatureC", "no temperature sensor");
            Warn(limits.PowerWatts is not null && !Has(SensorKind.PowerWatts), "powerWatts", "no power sensor");
            Warn(limits.BatteryUntil is not null && !sensors.HasBattery, "batteryUntil", "no battery");
        }

        return new DeviceWatch(sensors, allowance.Governor, powerSensor is null ? null : new SensorLog(powerSensor, RunSession.Say).Look);

        bool Has(SensorKind kind) => sensors.All.Any(sensor => sensor.Kind == kind);

        void Warn(bool missing, string key, string what)
        {
            if (missing)
                RunSession.Say($"{setup.Profile!.Path}: limits.{key} is not watched: {what} was found under {sensorRoot}; remove the limit or give --sysfs.");
        }
    }
}
