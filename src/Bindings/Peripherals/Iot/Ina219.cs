using System.Buffers.Binary;
using System.Device.I2c;
using UnitsNet;

namespace Iot.Device.Adc;

/// <summary>The INA219 current and power monitor, register by register as its data sheet (Texas Instruments SBOS448G) says.</summary>
public class Ina219 : IDisposable
{
    // Table 2, register addresses
    private const byte Configuration = 0;
    private const byte ShuntVoltage = 1;
    private const byte BusVoltage = 2;
    private const byte PowerRegister = 3;
    private const byte Current = 4;
    private const byte Calibration = 5;

    private const ushort ResetBit = 0x8000;
    private const double ShuntVoltsPerBit = 10e-6;
    private const double BusVoltsPerBit = 4e-3;
    private const int BusVoltageShift = 3; // two flags and an unused bit below it
    private const int PowerBitPerCurrentBit = 20; // equation 3

    private readonly I2cDevice device;
    private readonly bool isOurs;
    private ushort calibration;
    private float currentLsb = 1;

    /// <param name="i2cDevice">The device; stays its owner's.</param>
    public Ina219(I2cDevice i2cDevice)
    {
        ArgumentNullException.ThrowIfNull(i2cDevice);
        device = i2cDevice;
    }

    public Ina219(I2cConnectionSettings settings)
        : this(I2cDevice.Create(settings))
    {
        isOurs = true;
    }

    /// <summary>Back to the values of power-up: 32 V, 320 mV, 12 bits, measuring all the time.</summary>
    public void Reset()
    {
        Write(Configuration, ResetBit);
        (calibration, currentLsb) = (0, 1);
    }

    /// <summary>Sets what the current register counts in.</summary>
    /// <param name="calibrationValue">Equation 1: 0.04096 / (currentLsb x shunt in ohms).</param>
    /// <param name="currentLsb">Amperes of one count.</param>
    public void SetCalibration(ushort calibrationValue, float currentLsb = 1)
    {
        (calibration, this.currentLsb) = (calibrationValue, currentLsb);
        Write(Calibration, calibrationValue);
    }

    public ElectricPotential ReadShuntVoltage() => ElectricPotential.FromVolts((short)Read(ShuntVoltage) * ShuntVoltsPerBit);

    public ElectricPotential ReadBusVoltage() => ElectricPotential.FromVolts((Read(BusVoltage) >> BusVoltageShift) * BusVoltsPerBit);

    public ElectricCurrent ReadCurrent()
    {
        Write(Calibration, calibration); // a brown-out of the chip clears it
        return ElectricCurrent.FromAmperes((short)Read(Current) * (double)currentLsb);
    }

    public Power ReadPower()
    {
        Write(Calibration, calibration);
        return Power.FromWatts(Read(PowerRegister) * (double)currentLsb * PowerBitPerCurrentBit);
    }

    public void Dispose()
    {
        if (isOurs)
            device.Dispose();
        GC.SuppressFinalize(this);
    }

    private ushort Read(byte register)
    {
        Span<byte> value = stackalloc byte[2];
        device.WriteRead([register], value);
        return BinaryPrimitives.ReadUInt16BigEndian(value);
    }

    private void Write(byte register, ushort value)
    {
        Span<byte> bytes = [register, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(bytes[1..], value);
        device.Write(bytes);
    }
}
