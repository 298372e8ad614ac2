using SdCom.Edge.Runtime.Telemetry;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Telemetry;

/// <summary>
/// Small trees with the layouts that NVIDIA and the kernel document, with what people have published of their own devices where a test names one; other values are ours.
/// No tree was recorded by us.
/// </summary>
public class DeviceSensorsTests(Models models)
{
    [Fact]
    public void JetPack_4_has_iio_rails_and_a_power_chip_whose_temperature_is_none()
    {
        // Jetson Nano: POM_5V_IN feeds GPU and CPU, in milliwatts.
        string root = Tree(
            ("sys/bus/i2c/devices/6-0040/name", "ina3221x\n"),
            ("sys/bus/i2c/devices/6-0040/iio:device0/rail_name_0", "POM_5V_IN\n"),
            ("sys/bus/i2c/devices/6-0040/iio:device0/rail_name_1", "POM_5V_GPU\n"),
            ("sys/bus/i2c/devices/6-0040/iio:device0/rail_name_2", "POM_5V_CPU\n"),
            ("sys/bus/i2c/devices/6-0040/iio:device0/in_power0_input", "2482\n"),
            ("sys/bus/i2c/devices/6-0040/iio:device0/in_power1_input", "160\n"),
            ("sys/bus/i2c/devices/6-0040/iio:device0/in_power2_input", "562\n"),
            ("sys/devices/virtual/thermal/thermal_zone0/type", "AO-therm\n"),
            ("sys/devices/virtual/thermal/thermal_zone0/temp", "41500\n"),
            ("sys/devices/virtual/thermal/thermal_zone1/type", "CPU-therm\n"),
            ("sys/devices/virtual/thermal/thermal_zone1/temp", "36500\n"),
            ("sys/devices/virtual/thermal/thermal_zone3/type", "PMIC-Die\n"),
            ("sys/devices/virtual/thermal/thermal_zone3/temp", "100000\n"),
            ("sys/class/devfreq/57000000.gpu/device/of_node/name", "gpu\0"),
            ("sys/class/devfreq/57000000.gpu/device/load", "420\n"),
            ("sys/class/devfreq/57000000.gpu/cur_freq", "921600000\n"));
        DeviceSensors sensors = new(root, new FakeTime());
        Assert.Equal(new DeviceReading(41.5, 2.482, 42, null), sensors.Read());
        Assert.Equal(921.6, sensors.All.Single(sensor => sensor.Kind == SensorKind.GpuMHz).Value);
    }

    [Fact]
    public void A_TX2_has_its_input_on_another_chip()
    {
        string root = Tree(
            ("sys/bus/i2c/devices/0-0040/name", "ina3221x\n"),
            ("sys/bus/i2c/devices/0-0040/iio_device/rail_name_0", "VDD_SYS_GPU\n"),
            ("sys/bus/i2c/devices/0-0040/iio_device/in_power0_input", "1159\n"),
            ("sys/bus/i2c/devices/0-0041/name", "ina3221x\n"),
            ("sys/bus/i2c/devices/0-0041/iio_device/rail_name_0", "VDD_IN\n"),
            ("sys/bus/i2c/devices/0-0041/iio_device/in_power0_input", "4321\n"));
        Assert.Equal(4.321, new DeviceSensors(root, new FakeTime()).Read().PowerWatts);
    }

    [Fact]
    public void JetPack_5_has_hwmon_rails_in_volts_and_amperes_and_a_board_without_a_common_input_adds_them()
    {
        // AGX Orin: two chips, no VDD_IN. Names by NVIDIA's device tree (linux-tegra, 21 September 2023, tegra234-p3701); millivolts and milliamperes as somebody's device gave
        // them (stardetect_agent's tests). Unconnected channels are there and fail when they are read, as in alumet's issue 212. A CV zone is off.
        string root = Tree(
            ("sys/bus/i2c/devices/1-0040/name", "ina3221\n"),
            ("sys/bus/i2c/devices/1-0040/hwmon/hwmon3/in1_label", "VDD_GPU_SOC\n"),
            ("sys/bus/i2c/devices/1-0040/hwmon/hwmon3/in1_input", "12008\n"),
            ("sys/bus/i2c/devices/1-0040/hwmon/hwmon3/curr1_input", "280\n"),
            ("sys/bus/i2c/devices/1-0040/hwmon/hwmon3/in2_label", "VDD_CPU_CV\n"),
            ("sys/bus/i2c/devices/1-0040/hwmon/hwmon3/in2_input", "12008\n"),
            ("sys/bus/i2c/devices/1-0040/hwmon/hwmon3/curr2_input", "40\n"),
            ("sys/bus/i2c/devices/1-0040/hwmon/hwmon3/in3_label", "VIN_SYS_5V0\n"),
            ("sys/bus/i2c/devices/1-0040/hwmon/hwmon3/in3_input", "4968\n"),
            ("sys/bus/i2c/devices/1-0040/hwmon/hwmon3/curr3_input", "980\n"),
            ("sys/bus/i2c/devices/1-0040/hwmon/hwmon3/in4_input", "560\n"), // microvolts over the shunts
            ("sys/bus/i2c/devices/1-0040/hwmon/hwmon3/curr4_input", "360\n"), // their sum, no rail of its own
            ("sys/bus/i2c/devices/1-0040/hwmon/hwmon3/in7_label", "sum of shunt voltages\n"),
            ("sys/bus/i2c/devices/1-0040/hwmon/hwmon3/in7_input", "760\n"),
            ("sys/bus/i2c/devices/1-0041/name", "ina3221\n"),
            ("sys/bus/i2c/devices/1-0041/hwmon/hwmon4/in1_label", "NC\n"),
            ("sys/bus/i2c/devices/1-0041/hwmon/hwmon4/in1_input", "20000\n"),
            ("sys/bus/i2c/devices/1-0041/hwmon/hwmon4/curr1_input", "9000\n"),
            ("sys/bus/i2c/devices/1-0041/hwmon/hwmon4/in2_label", "VDDQ_VDD2_1V8AO\n"),
            ("sys/bus/i2c/devices/1-0041/hwmon/hwmon4/in2_input", "4968\n"),
            ("sys/bus/i2c/devices/1-0041/hwmon/hwmon4/curr2_input", "80\n"),
            ("sys/bus/i2c/devices/1-0041/hwmon/hwmon4/in3_label", "SPARE\n"),
            ("sys/bus/i2c/devices/1-0041/hwmon/hwmon4/in3_input", "\n"),
            ("sys/bus/i2c/devices/1-0041/hwmon/hwmon4/curr3_input", "\n"),
            ("sys/bus/i2c/devices/9-0050/name", "at24\n"),
            ("sys/devices/virtual/thermal/thermal_zone0/type", "CPU-therm\n"),
            ("sys/devices/virtual/thermal/thermal_zone0/temp", "47062\n"),
            ("sys/devices/virtual/thermal/thermal_zone2/type", "CV0-therm\n"),
            ("sys/devices/virtual/thermal/thermal_zone2/temp", "-256000\n"),
            ("sys/class/devfreq/17000000.ga10b/device/of_node/name", "ga10b\0"),
            ("sys/class/devfreq/17000000.ga10b/device/load", "999\n"));
        DeviceSensors sensors = new(root, new FakeTime());
        DeviceReading reading = sensors.Read();
        Assert.Equal((12.008 * 0.28) + (12.008 * 0.04) + (4.968 * 0.98) + (4.968 * 0.08), reading.PowerWatts!.Value, 1e-9);
        Assert.Equal((47.062, 99.9), (reading.TemperatureC, reading.GpuLoadPercent));
        Assert.Contains("the block is off", sensors.All.Single(sensor => sensor.Name == "CV0-therm").Problem, StringComparison.Ordinal);
        Assert.Contains("holds no number", sensors.All.Single(sensor => sensor.Name == "SPARE").Problem, StringComparison.Ordinal);
        Assert.DoesNotContain(sensors.All, sensor => sensor.Name is "NC" or "sum of shunt voltages");
        Assert.NotNull(sensors.All.Single(sensor => sensor.Kind == SensorKind.GpuMHz).Problem); // cur_freq is missing: a state
    }

    [Fact]
    public void JetPack_6_has_VDD_IN_which_feeds_the_others_and_newer_chips_tell_microwatts()
    {
        string root = Tree(
            ("sys/bus/i2c/devices/1-0040/name", "ina3221\n"),
            ("sys/bus/i2c/devices/1-0040/hwmon/hwmon1/in1_label", "VDD_IN\n"),
            ("sys/bus/i2c/devices/1-0040/hwmon/hwmon1/in1_input", "5000\n"),
            ("sys/bus/i2c/devices/1-0040/hwmon/hwmon1/curr1_input", "1250\n"),
            ("sys/bus/i2c/devices/1-0040/hwmon/hwmon1/in2_label", "VDD_CPU_GPU_CV\n"),
            ("sys/bus/i2c/devices/1-0040/hwmon/hwmon1/in2_input", "5000\n"),
            ("sys/bus/i2c/devices/1-0040/hwmon/hwmon1/curr2_input", "400\n"),
            ("sys/bus/i2c/devices/1-0040/hwmon/hwmon1/in3_label", "VDD_SOC\n"),
            ("sys/bus/i2c/devices/1-0040/hwmon/hwmon1/in3_input", "5000\n"),
            ("sys/bus/i2c/devices/1-0040/hwmon/hwmon1/curr3_input", "300\n"),
            ("sys/devices/virtual/thermal/thermal_zone0/type", "cpu-thermal\n"),
            ("sys/devices/virtual/thermal/thermal_zone0/temp", "51000\n"),
            ("sys/devices/virtual/thermal/thermal_zone8/type", "tj-thermal\n"),
            ("sys/devices/virtual/thermal/thermal_zone8/temp", "")); // a zone that is not enabled reads as nothing
        Assert.Equal(new DeviceReading(51, 6.25, null, null), new DeviceSensors(root, new FakeTime()).Read());

        // AGX Thor: the carrier's chip measures what the module's chip measures, too.
        string thor = Tree(
            ("sys/bus/i2c/devices/2-0040/name", "ina3221\n"),
            ("sys/bus/i2c/devices/2-0040/hwmon/hwmon1/in1_label", "VDD_GPU\n"),
            ("sys/bus/i2c/devices/2-0040/hwmon/hwmon1/in1_input", "12000\n"),
            ("sys/bus/i2c/devices/2-0040/hwmon/hwmon1/curr1_input", "500\n"),
            ("sys/bus/i2c/devices/2-0044/name", "ina238\n"),
            ("sys/bus/i2c/devices/2-0044/hwmon/hwmon2/power1_input", "12500000\n"));
        Assert.Equal(12.5, new DeviceSensors(thor, new FakeTime()).Read().PowerWatts);
    }

    [Fact]
    public void An_x86_machine_has_core_temperatures_and_RAPL_counters_that_wrap()
    {
        string root = Tree(
            ("sys/class/hwmon/hwmon2/name", "coretemp\n"),
            ("sys/class/hwmon/hwmon2/temp1_label", "Package id 0\n"),
            ("sys/class/hwmon/hwmon2/temp1_input", "63000\n"),
            ("sys/class/powercap/intel-rapl:0/name", "package-0\n"),
            ("sys/class/powercap/intel-rapl:0/max_energy_range_uj", "100000000\n"),
            ("sys/class/powercap/intel-rapl:0/energy_uj", "90000000\n"),
            ("sys/class/powercap/intel-rapl:0:0/name", "core\n"));
        FakeTime time = new();
        DeviceSensors sensors = new(root, time);
        Assert.Equal((63.0, null), (sensors.Read().TemperatureC, sensors.All.Single(sensor => sensor.Kind == SensorKind.PowerWatts).Value));
        time.Advance(TimeSpan.FromSeconds(2));
        File.WriteAllText(Path.Combine(root, "sys/class/powercap/intel-rapl:0/energy_uj"), "20000000\n"); // 30 J further, over the end
        Assert.Equal(15, sensors.Read().PowerWatts!.Value, 1e-9);
        File.Delete(Path.Combine(root, "sys/class/powercap/intel-rapl:0/energy_uj"));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(sensors.Read().PowerWatts);
        Assert.Contains("cannot be read", sensors.All.Single(sensor => sensor.Kind == SensorKind.PowerWatts).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_battery_tells_its_energy_in_either_unit()
    {
        string energy = Tree(
            ("sys/class/power_supply/AC/type", "Mains\n"),
            ("sys/class/power_supply/BAT0/type", "Battery\n"),
            ("sys/class/power_supply/BAT0/status", "Discharging\n"),
            ("sys/class/power_supply/BAT0/energy_now", "41500000\n"),
            ("sys/class/power_supply/BAT0/power_now", "8300000\n"),
            ("sys/class/power_supply/BAT0/capacity", "83\n"));
        Assert.Equal(new BatteryReading(41.5, 8.3, 83), new DeviceSensors(energy, new FakeTime()).Read().Battery);
        string charge = Tree(
            ("sys/class/power_supply/mouse/type", "Battery\n"),
            ("sys/class/power_supply/mouse/scope", "Device\n"),
            ("sys/class/power_supply/ups/type", "Battery\n"),
            ("sys/class/power_supply/ups/status", "Charging\n"),
            ("sys/class/power_supply/ups/charge_now", "2000000\n"),
            ("sys/class/power_supply/ups/voltage_now", "12000000\n"),
            ("sys/class/power_supply/ups/current_now", "-500000\n"));
        Assert.Equal(new BatteryReading(24, null, null), new DeviceSensors(charge, new FakeTime()).Read().Battery);
    }

    [Fact]
    public void A_machine_without_sensors_is_no_error()
    {
        DeviceSensors none = new(models.NewPath(), new FakeTime());
        Assert.Empty(none.All);
        Assert.Equal(new DeviceReading(null, null, null, null), none.Read());
    }

    private string Tree(params (string Path, string Text)[] files)
    {
        string root = models.NewPath();
        foreach ((string path, string text) in files)
        {
            string full = Path.Combine(root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, text);
        }

        return root;
    }
}
