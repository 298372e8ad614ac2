namespace SdCom.Edge.Runtime.Telemetry;

/// <summary>Power of x86 processor packages from RAPL's energy counters. Most systems let only root read them; then the sensor says so.</summary>
internal static class RaplPackages
{
    public static IEnumerable<Sensor> Find(string root, TimeProvider clock)
    {
        foreach (string package in SysFiles.Folders(Path.Combine(root, "sys/class/powercap"), "intel-rapl:*"))
        {
            string? name = SysFiles.Text(Path.Combine(package, "name"));
            if (name?.StartsWith("package-", StringComparison.Ordinal) == true)
                yield return new Sensor(name, SensorKind.PowerWatts, new Counter(package, clock).Read);
        }
    }

    /// <summary>Turns a counter of microjoules, which begins again at its range, into watts since the last reading.</summary>
    private sealed class Counter(string package, TimeProvider clock)
    {
        private double? last;
        private long then;

        public (double?, string?) Read()
        {
            double? energy = SysFiles.Number(Path.Combine(package, "energy_uj"), out string? problem);
            long now = clock.GetTimestamp();
            double seconds = clock.GetElapsedTime(then, now).TotalSeconds;
            double? spent = energy - last;
            if (spent < 0)
                spent += SysFiles.Number(Path.Combine(package, "max_energy_range_uj")) ?? -spent;
            (last, then) = (energy, now);
            return spent is null || seconds <= 0 ? (null, problem ?? "needs a second reading") : (spent / seconds / 1e6, problem);
        }
    }
}
