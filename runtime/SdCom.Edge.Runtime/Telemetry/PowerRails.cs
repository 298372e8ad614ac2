namespace SdCom.Edge.Runtime.Telemetry;

/// <summary>
/// The power rails of a Jetson: INA3221 and INA238 under hwmon (JetPack 5 and later), and the iio rails of JetPack 4. Names of the files by NVIDIA's developer guides of those versions.
/// The INA238 is on AGX Thor's carrier and measures what the board takes, so it feeds the other rails (jetson_stats pull request 900).
/// </summary>
internal static class PowerRails
{
    private const int MostChannels = 8;

    private static readonly string[] Totals = ["VDD_IN", "POM_5V_IN"]; // the board's input, which feeds the other rails

    public static IEnumerable<Sensor> Find(string root)
    {
        foreach (string chip in SysFiles.Folders(Path.Combine(root, "sys/bus/i2c/devices"), "*"))
        {
            string? name = SysFiles.Text(Path.Combine(chip, "name"));
            if (name is null || !(name.Contains("ina3221", StringComparison.Ordinal) || name.Contains("ina238", StringComparison.Ordinal)))
                continue;
            foreach (string folder in SysFiles.Folders(Path.Combine(chip, "hwmon"), "hwmon*"))
            {
                foreach (Sensor rail in Hwmon(folder, name))
                    yield return rail;
            }

            IEnumerable<string> iio = SysFiles.Folders(chip, "iio:device*");
            foreach (string folder in iio.Any() ? iio : SysFiles.Folders(chip, "iio_device")) // the TX2's guide says the latter
            {
                foreach (Sensor rail in Iio(folder))
                    yield return rail;
            }
        }
    }

    private static IEnumerable<Sensor> Hwmon(string folder, string chip)
    {
        for (int channel = 1; channel <= MostChannels; channel++)
        {
            string volts = Path.Combine(folder, $"in{channel}_input"), amperes = Path.Combine(folder, $"curr{channel}_input"), power = Path.Combine(folder, $"power{channel}_input");
            string? label = SysFiles.Text(Path.Combine(folder, $"in{channel}_label"));
            if (label == "NC")
                continue;
            if (File.Exists(power))
                yield return Rail(label ?? chip, () => Scaled(power, 1e-6), feedsOthers: chip.Contains("ina238", StringComparison.Ordinal));
            else if (label is not null && File.Exists(volts) && File.Exists(amperes))
                yield return Rail(label, () => Product(volts, amperes));
        }
    }

    private static IEnumerable<Sensor> Iio(string folder)
    {
        for (int channel = 0; channel < MostChannels; channel++)
        {
            string power = Path.Combine(folder, $"in_power{channel}_input"); // mW
            string? label = SysFiles.Text(Path.Combine(folder, $"rail_name_{channel}"));
            if (label is not (null or "NC") && File.Exists(power))
                yield return Rail(label, () => Scaled(power, 1e-3));
        }
    }

    private static Sensor Rail(string label, Func<(double?, string?)> read, bool feedsOthers = false) => new(label, SensorKind.PowerWatts, read, feedsOthers || Totals.Contains(label));

    private static (double?, string?) Scaled(string path, double scale) => (SysFiles.Number(path, out string? problem) * scale, problem);

    private static (double?, string?) Product(string millivolts, string milliamperes)
    {
        double? volts = SysFiles.Number(millivolts, out string? problem) / 1000;
        double? amperes = SysFiles.Number(milliamperes, out string? other) / 1000;
        return (volts * amperes, problem ?? other);
    }
}
