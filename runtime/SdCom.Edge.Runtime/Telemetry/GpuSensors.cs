namespace SdCom.Edge.Runtime.Telemetry;

/// <summary>Load and clock of a Jetson's GPU, which is a devfreq device.</summary>
internal static class GpuSensors
{
    private static readonly string[] Names = ["gv11b", "gp10b", "ga10b", "gb10b", "gpu"];

    public static IEnumerable<Sensor> Find(string root)
    {
        foreach (string device in SysFiles.Folders(Path.Combine(root, "sys/class/devfreq"), "*"))
        {
            if (SysFiles.Text(Path.Combine(device, "device/of_node/name")) is not { } name || !Names.Contains(name))
                continue;
            string load = Path.Combine(device, "device/load"), clock = Path.Combine(device, "cur_freq");
            yield return new Sensor($"{name} load", SensorKind.GpuLoadPercent, () => (SysFiles.Number(load, out string? problem) / 10, problem)); // per mille
            yield return new Sensor($"{name} clock", SensorKind.GpuMHz, () => (SysFiles.Number(clock, out string? problem) / 1e6, problem));
        }
    }
}
