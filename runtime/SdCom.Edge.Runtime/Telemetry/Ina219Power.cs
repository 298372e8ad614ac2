using System.Device.I2c;
using Iot.Device.Adc;

namespace SdCom.Edge.Runtime.Telemetry;

/// <summary>An INA219 in the board's supply line as a power sensor.</summary>
public static class Ina219Power
{
    private const double CalibrationConstant = 0.04096; // data sheet SBOS448G, equation 1
    private const int CurrentCounts = 1 << 15; // equation 2

    /// <summary>A sensor that is calibrated at its first reading, and again after every fault: the chip may have lost its supply.</summary>
    /// <param name="device">The chip; stays its owner's.</param>
    /// <param name="shuntOhms">The resistor in the line.</param>
    /// <param name="maxAmperes">The largest current that is to be told apart.</param>
    public static Sensor Create(I2cDevice device, double shuntOhms, double maxAmperes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shuntOhms);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxAmperes);
        (ushort calibration, float currentLsb) = Calibration(shuntOhms, maxAmperes);
        Ina219 chip = new(device);
        bool calibrated = false;
        return new Sensor("INA219", SensorKind.PowerWatts, Read, isTotal: true);

        (double? Value, string? Problem) Read()
        {
            try
            {
                if (!calibrated)
                    chip.SetCalibration(calibration, currentLsb);
                calibrated = true;
                return (chip.ReadPower().Watts, null);
            }
            catch (IOException problem)
            {
                calibrated = false;
                return (null, problem.Message);
            }
        }
    }

    /// <summary>The calibration register and the amperes of one count, equations 1 and 2 of the data sheet.</summary>
    internal static (ushort Register, float CurrentLsb) Calibration(double shuntOhms, double maxAmperes)
    {
        double register = Math.Clamp(Math.Truncate(CalibrationConstant / (maxAmperes / CurrentCounts * shuntOhms)), 2, ushort.MaxValue - 1);
        double even = Math.Floor(register / 2) * 2; // bit 0 is not used
        return ((ushort)even, (float)(CalibrationConstant / (even * shuntOhms))); // what was cut off is put back here
    }
}
