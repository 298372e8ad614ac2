using System.Buffers.Binary;
using System.Device.I2c;
using Iot.Device.Adc;
using SdCom.Edge.Host;
using SdCom.Edge.Runtime.Telemetry;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Telemetry;

public class Ina219Tests(Models models)
{
    [Fact]
    public void Registers_are_read_as_the_data_sheet_says()
    {
        using FakeIna219 chip = new() { ShuntVolts = 0.02, BusVolts = 11.98 }; // the data sheet's example: 10 A through 2 milliohms
        using Ina219 sensor = new(chip);
        sensor.SetCalibration(20480, 1e-3f); // its calibration for 1 mA a count
        Assert.Equal(0.02, sensor.ReadShuntVoltage().Volts, 1e-9);
        Assert.Equal(11.98, sensor.ReadBusVoltage().Volts, 1e-3);
        Assert.Equal(10, sensor.ReadCurrent().Amperes, 1e-3);
        Assert.Equal(119.8, sensor.ReadPower().Watts, 0.02); // 5990 counts of 20 mW
        Assert.Equal(20480, chip.Registers[5]);
    }

    [Fact]
    public void A_current_that_flows_back_is_negative()
    {
        using FakeIna219 chip = new() { ShuntVolts = -0.01, BusVolts = 5 };
        using Ina219 sensor = new(chip);
        sensor.SetCalibration(20480, 1e-3f);
        Assert.Equal(-0.01, sensor.ReadShuntVoltage().Volts, 1e-9);
        Assert.Equal(-5, sensor.ReadCurrent().Amperes, 1e-3);
    }

    [Theory]
    [InlineData(0.1, 3.2)]
    [InlineData(0.002, 15)]
    [InlineData(0.01, 10)]
    public void Power_is_right_for_any_shunt(double shunt, double maximum)
    {
        using FakeIna219 chip = new() { ShuntVolts = 0.6 * maximum * shunt, BusVolts = 12 };
        Sensor sensor = Ina219Power.Create(chip, shunt, maximum);
        Assert.Equal(0.6 * maximum * 12, sensor.Read()!.Value, 0.6 * maximum * 12 * 0.005);
    }

    [Fact]
    public void The_sensor_takes_the_place_of_the_boards_own_rails()
    {
        string hwmon = Directory.CreateDirectory(Path.Combine(models.NewPath(), "sys/bus/i2c/devices/1-0040/hwmon/hwmon0")).FullName;
        string root = hwmon[..hwmon.IndexOf("/sys/", StringComparison.Ordinal)];
        File.WriteAllText(Path.Combine(hwmon, "../../name"), "ina3221\n");
        foreach ((string file, string text) in (ReadOnlySpan<(string, string)>)[("in1_label", "VDD_IN"), ("in1_input", "5000"), ("curr1_input", "2000")])
            File.WriteAllText(Path.Combine(hwmon, file), text);
        Assert.Equal(10, new DeviceSensors(root, TimeProvider.System).Read().PowerWatts);
        using FakeIna219 chip = new() { ShuntVolts = 0.1, BusVolts = 12 };
        Assert.Equal(12, new DeviceSensors(root, TimeProvider.System, Ina219Power.Create(chip, 0.1, 3.2)).Read().PowerWatts!.Value, 0.05);
    }

    [Fact]
    public void A_chip_that_does_not_answer_is_a_state_and_is_calibrated_anew_when_it_is_back()
    {
        using FakeIna219 chip = new() { ShuntVolts = 0.1, BusVolts = 12, IsGone = true };
        Sensor sensor = Ina219Power.Create(chip, 0.1, 3.2);
        Assert.Null(sensor.Read());
        Assert.Equal("Remote I/O error", sensor.Problem);
        chip.IsGone = false;
        Assert.Equal(12, sensor.Read()!.Value, 0.05);
    }

    [Fact]
    public void A_chip_that_was_asked_for_and_does_not_answer_is_said_once_and_so_is_its_return()
    {
        using FakeIna219 chip = new() { ShuntVolts = 0.1, BusVolts = 12, IsGone = true };
        Sensor sensor = Ina219Power.Create(chip, 0.1, 3.2);
        List<string> said = [];
        SensorLog log = new(sensor, said.Add);
        foreach (bool gone in (bool[])[true, true, false, false])
        {
            chip.IsGone = gone;
            sensor.Read();
            log.Look();
        }

        Assert.Equal(["INA219: Remote I/O error; its limits are not watched meanwhile.", "INA219: it measures again."], said);
    }

    [Fact]
    public void A_machine_without_the_bus_is_told_in_one_line()
    {
        using I2cDevice device = I2cDevice.Create(new I2cConnectionSettings(97, 0x40));
        Sensor sensor = Ina219Power.Create(device, 0.1, 3.2);
        Assert.Null(sensor.Read());
        Assert.Equal("/dev/i2c-97: No such file or directory", sensor.Problem);
    }

    /// <summary>A chip on paper that computes its registers by the data sheet's formulas (SBOS448G, equations 4 and 5).</summary>
    private sealed class FakeIna219 : I2cDevice
    {
        private byte pointer;

        public double ShuntVolts { get; init; }

        public double BusVolts { get; init; }

        public bool IsGone { get; set; }

        public ushort[] Registers { get; } = new ushort[6];

        public override I2cConnectionSettings ConnectionSettings => new(1, 0x40);

        public override void Read(Span<byte> buffer)
        {
            Answer();
            int shunt = (int)Math.Round(ShuntVolts / 10e-6), bus = (int)Math.Round(BusVolts / 4e-3);
            int current = (int)((long)shunt * Registers[5] / 4096), power = (int)((long)Math.Abs(current) * bus / 5000);
            int value = pointer switch { 1 => shunt, 2 => (bus << 3) | 2, 3 => power, 4 => current, _ => Registers[pointer] };
            BinaryPrimitives.WriteUInt16BigEndian(buffer, (ushort)value);
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Answer();
            pointer = buffer[0];
            if (buffer.Length == 3)
                Registers[pointer] = BinaryPrimitives.ReadUInt16BigEndian(buffer[1..]);
        }

        public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
        {
            Write(writeBuffer);
            Read(readBuffer);
        }

        private void Answer()
        {
            if (IsGone)
                throw new IOException("Remote I/O error");
        }
    }
}
