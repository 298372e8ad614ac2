using System.ComponentModel;
using System.Diagnostics;
using SdCom.Edge.Runtime.Telemetry;

namespace SdCom.Edge.Runtime.Inference.Providers;

/// <summary>What a machine says of its NVIDIA GPU without any of NVIDIA's libraries: all that a built TensorRT engine depends on. What it does not say is null.</summary>
/// <param name="Name">The GPU's name; on a Jetson the board's, whose GPU is a part of it.</param>
/// <param name="Driver">The driver's version, or the release of JetPack's kernel (L4T), such as R36.4.3.</param>
/// <param name="TensorRt">The version in the name of the newest libnvinfer that the loader finds.</param>
public sealed record GpuFacts(string? Name, string? Driver, string? TensorRt)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Whether there is an NVIDIA GPU.</summary>
    public bool HasGpu => Name is not null;

    /// <summary>Reads them.</summary>
    /// <param name="root">The root of the file system; another one in tests.</param>
    /// <param name="searchPath">Folders with a colon between them that the loader searches first; null takes LD_LIBRARY_PATH.</param>
    public static GpuFacts Read(string root = "/", string? searchPath = null)
    {
        string? tensorRt = TensorRtVersion(root, searchPath ?? Environment.GetEnvironmentVariable("LD_LIBRARY_PATH") ?? string.Empty);
        if (Jetson(root) is { } release)
            return new GpuFacts(SysFiles.Text(Path.Combine(root, "proc/device-tree/model"))?.Trim('\0') ?? "NVIDIA Jetson", release, tensorRt);
        if (Desktop(root) is var (name, driver) && name is not null)
            return new GpuFacts(name, driver, tensorRt);
        (name, driver) = Ask(root);
        return new GpuFacts(name, driver, tensorRt);
    }

    /// <summary>One line for people.</summary>
    public override string ToString() => HasGpu
        ? $"{Name}, {(Driver is null ? "driver unknown" : $"driver {Driver}")}, {(TensorRt is null ? "no TensorRT" : $"TensorRT {TensorRt}")}"
        : "no NVIDIA GPU";

    // "# R36 (release), REVISION: 4.3, GCID: 38968081, BOARD: generic, ..."
    private static string? Jetson(string root)
    {
        string? line = SysFiles.Text(Path.Combine(root, "etc/nv_tegra_release"))?.Split('\n')[0];
        if (line is null)
            return null;
        string[] words = line.Split([' ', ',', '#'], StringSplitOptions.RemoveEmptyEntries);
        int revision = Array.IndexOf(words, "REVISION:");
        return words.Length > 0 && revision > 0 && revision + 1 < words.Length ? $"{words[0]}.{words[revision + 1]}" : line.Trim();
    }

    // "Model: \t\t NVIDIA GeForce RTX 3080" and "NVRM version: NVIDIA UNIX x86_64 Kernel Module  580.65.06  Sun Jul ..."
    private static (string? Name, string? Driver) Desktop(string root)
    {
        string? name = SysFiles.Folders(Path.Combine(root, "proc/driver/nvidia/gpus"), "*")
            .Select(gpu => SysFiles.Text(Path.Combine(gpu, "information")))
            .Select(text => text?.Split('\n').FirstOrDefault(line => line.StartsWith("Model:", StringComparison.Ordinal))?["Model:".Length..].Trim())
            .FirstOrDefault(model => model is { Length: > 0 });
        string? line = SysFiles.Text(Path.Combine(root, "proc/driver/nvidia/version"))?.Split('\n')[0];
        string? driver = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(word => char.IsAsciiDigit(word[0]) && Version.TryParse(word, out _));
        return (name, driver);
    }

    // Where /proc does not show the driver, as in some containers and under WSL.
    private static (string? Name, string? Driver) Ask(string root)
    {
        string? program = ((string[])["usr/bin/nvidia-smi", "usr/lib/wsl/lib/nvidia-smi"]).Select(path => Path.Combine(root, path)).FirstOrDefault(File.Exists);
        if (program is null)
            return (null, null);
        try
        {
            using Process query = Process.Start(new ProcessStartInfo(program, ["--query-gpu=name,driver_version", "--format=csv,noheader"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> answer = query.StandardOutput.ReadToEndAsync();
            if (!query.WaitForExit(Patience)) // a driver that hangs takes its tools with it
            {
                query.Kill();
                return (null, null);
            }

            string[] fields = answer.GetAwaiter().GetResult().Split('\n')[0].Split(',', StringSplitOptions.TrimEntries);
            return query.ExitCode == 0 && fields.Length == 2 ? (fields[0], fields[1]) : (null, null);
        }
        catch (Exception problem) when (problem is IOException or Win32Exception or InvalidOperationException)
        {
            return (null, null);
        }
    }

    // libnvinfer.so.10 is a link to libnvinfer.so.10.3.0: the longest name tells most.
    private static string? TensorRtVersion(string root, string searchPath)
    {
        string[] usual = [Path.Combine(root, "usr/lib/aarch64-linux-gnu"), Path.Combine(root, "usr/lib/x86_64-linux-gnu"), Path.Combine(root, "usr/lib"), Path.Combine(root, "usr/local/lib"), Path.Combine(root, "usr/local/tensorrt/lib"), Path.Combine(root, "opt/tensorrt/lib")];
        const string Stem = "libnvinfer.so.";
        return searchPath.Split(':', StringSplitOptions.RemoveEmptyEntries).Concat(usual)
            .Select(folder => SysFiles.Files(folder, Stem + "*").Select(file => Path.GetFileName(file)[Stem.Length..]).MaxBy(version => version.Length))
            .FirstOrDefault(version => version is { Length: > 0 });
    }
}
