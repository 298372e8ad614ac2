using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using SdCom.Edge.Training.Stages;

namespace SdCom.Edge.Training.Reports;

/// <summary>On what a run was trained: <c>environment.json</c> of the run folder, written when it starts or goes on.</summary>
internal static class RunEnvironment
{
    private const string Name = "environment.json";

    /// <summary>Writes the file.</summary>
    public static void Write(string folder, RunOptions options, int workers) => RunFolder.WriteWhole(
        Path.Combine(folder, Name),
        new JsonObject
        {
            ["sdcom-train"] = typeof(RunEnvironment).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
            [".NET"] = Environment.Version.ToString(),
            ["libtorch"] = Torch(),
            ["system"] = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}",
            ["device"] = options.Device,
            ["threads"] = options.Threads,
            ["workers"] = workers,
        }.ToJsonString() + "\n");

    /// <summary>Names and values; none when the run is older than the file.</summary>
    public static IEnumerable<(string Name, string Value)> Read(string folder)
    {
        string path = Path.Combine(folder, Name);
        return File.Exists(path) && JsonNode.Parse(File.ReadAllText(path)) is JsonObject values
            ? [.. values.Where(v => v.Value is not null).Select(v => (v.Key, v.Value!.ToString()))]
            : [];
    }

    // The official API does not tell libtorch's version, but the loaded file's name mostly carries it.
    private static string? Torch()
    {
        const string Maps = "/proc/self/maps";
        string? line = File.Exists(Maps) ? File.ReadLines(Maps).FirstOrDefault(l => l.Contains("/libtorch_cpu.so", StringComparison.Ordinal)) : null;
        return line is null ? null : Path.GetFileName(line);
    }
}
