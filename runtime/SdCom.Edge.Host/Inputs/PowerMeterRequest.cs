using System.Device.I2c;
using SdCom.Edge.Runtime.Telemetry;

namespace SdCom.Edge.Host.Inputs;

/// <summary>An INA219 as the user wants it.</summary>
internal sealed record PowerMeterRequest(int Bus, int Address, double ShuntOhms, double MaxAmperes)
{
    /// <summary>The chip; the bus is opened at the first reading, and a missing one is a state of the sensor.</summary>
    public I2cDevice OpenBus() => I2cDevice.Create(new I2cConnectionSettings(Bus, Address));

    /// <summary>The sensor over that chip.</summary>
    public Sensor SensorOn(I2cDevice chip) => Ina219Power.Create(chip, ShuntOhms, MaxAmperes);
}
