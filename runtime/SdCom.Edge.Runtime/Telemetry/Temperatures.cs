namespace SdCom.Edge.Runtime.Telemetry;

/// <summary>Thermal zones (Jetsons, and most boards) and the processor's own sensors under hwmon (x86).</summary>
internal static class Temperatures
{
    private const double Lowest = -40, Highest = 150; // what is beyond is a block that is switched off, not a temperature

    private static readonly string[] Processors = ["coretemp", "k10temp", "zenpower", "cpu_thermal"];

    public static IEnumerable<Sensor> Find(string root)
    {
        foreach (string zone in SysFiles.Folders(Path.Combine(root, "sys/devices/virtual/thermal"), "thermal_zone*"))
        {
            // The power chip of JetPack 4 boards always claims 50 or 100 degrees.
            if (SysFiles.Text(Path.Combine(zone, "type")) is { } type && !type.StartsWith("PMIC-Die", StringComparison.Ordinal))
                yield return new Sensor(type, SensorKind.TemperatureC, () => Read(Path.Combine(zone, "temp")));
        }

        foreach (string chip in SysFiles.Folders(Path.Combine(root, "sys/class/hwmon"), "hwmon*"))
        {
            if (SysFiles.Text(Path.Combine(chip, "name")) is not { } name || !Processors.Contains(name))
                continue;
            for (int i = 1; i <= 64; i++)
            {
                string input = Path.Combine(chip, $"temp{i}_input");
                if (File.Exists(input))
                    yield return new Sensor(SysFiles.Text(Path.Combine(chip, $"temp{i}_label")) ?? $"{name} {i}", SensorKind.TemperatureC, () => Read(input));
            }
        }
    }

    private static (double?, string?) Read(string path)
    {
        double? celsius = SysFiles.Number(path, out string? problem) / 1000;
        return celsius is < Lowest or > Highest ? (null, $"{path} is {celsius} degrees: the block is off") : (celsius, problem);
    }
}
