using System.Diagnostics;
using System.Globalization;

namespace SdCom.Edge.Host.Bench;

/// <summary>What a measurement depends on beyond the model: the processor and the state that it is in. What the machine does not tell is null.</summary>
internal sealed record MachineConditions
{
    public required string Cpu { get; init; }

    /// <summary>The board's name, on devices that have one.</summary>
    public required string? Board { get; init; }

    public required int Cores { get; init; }

    /// <summary>How the kernel chooses the clock, such as performance or ondemand.</summary>
    public required string? Governor { get; init; }

    /// <summary>A Jetson's power mode (<c>nvpmodel -q</c>).</summary>
    public required string? PowerMode { get; init; }

    /// <summary>Processes that want to run, mean of the last minute.</summary>
    public required double? LoadAverage { get; init; }

    /// <summary>The hottest zone, in degrees Celsius.</summary>
    public required double? TemperatureC { get; init; }

    /// <summary>Reads them now.</summary>
    /// <param name="root">The root of the file system; another one in tests.</param>
    public static MachineConditions Read(string root = "/") => new()
    {
        Cpu = CpuName(root),
        Board = SystemFile.FirstLine(root, "proc/device-tree/model"),
        Cores = Environment.ProcessorCount,
        Governor = SystemFile.FirstLine(root, "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"),
        PowerMode = JetsonPowerMode(root),
        LoadAverage = Number(SystemFile.FirstLine(root, "proc/loadavg")?.Split(' ')[0]),
        TemperatureC = Hottest(root),
    };

    /// <summary>One line for people.</summary>
    public override string ToString()
    {
        string?[] parts =
        [
            Board, FormattableString.Invariant($"{Cpu}, {Cores} cores"), Governor is null ? null : $"governor {Governor}", PowerMode is null ? null : $"power mode {PowerMode}",
            LoadAverage is { } load ? FormattableString.Invariant($"load {load:0.00}") : null, TemperatureC is { } hot ? FormattableString.Invariant($"{hot:0} °C") : null,
        ];
        return string.Join(", ", parts.Where(part => part is not null));
    }

    // x86 names the model; ARM kernels tell only numbers, and the board's name above them.
    private static string CpuName(string root)
    {
        string? line = SystemFile.Lines(root, "proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
        return line is null ? System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant() : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }

    private static double? Hottest(string root)
    {
        string zones = Path.Combine(root, "sys/devices/virtual/thermal");
        if (!Directory.Exists(zones))
            return null;
        IEnumerable<double> degrees = Directory.EnumerateDirectories(zones, "thermal_zone*")
            .Select(zone => Number(SystemFile.FirstLine(zone, "temp"))) // a zone whose block is off refuses
            .OfType<double>().Select(milli => milli / 1000).Where(celsius => celsius is > 0 and < 150);
        return degrees.Select(celsius => (double?)celsius).Max();
    }

    private static string? JetsonPowerMode(string root)
    {
        string program = Path.Combine(root, "usr/sbin/nvpmodel");
        if (!File.Exists(program))
            return null;
        try
        {
            using Process query = Process.Start(new ProcessStartInfo(program, "-q") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            string answer = query.StandardOutput.ReadToEnd();
            query.WaitForExit();
            const string Key = "NV Power Mode:";
            return answer.Split('\n').FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal))?[Key.Length..].Trim();
        }
        catch (Exception problem) when (problem is IOException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static double? Number(string? text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;
}
