using System.Diagnostics;
using System.Globalization;
using SdCom.Edge.Core;

namespace SdCom.Edge.Host.Bench;

/// <summary>Resident memory of a process that has loaded a model and run it; asked of fresh children of this program, so that nothing else is counted.</summary>
internal static class ResidentMemory
{
    /// <summary>The hidden option by which a child is asked.</summary>
    public const string ChildOption = "--measure-memory";

    public const string AllWidths = "all-widths";

    public const string FullWidthOnly = "full-width-only";

    private const int Runs = 10;

    /// <summary>Runs every loaded width and reads this process's resident set, in bytes.</summary>
    public static long OfThisProcess(ModelSetup setup)
    {
        for (int run = 0; run < Runs; run++)
        {
            for (int width = 0; width < setup.Model.Network.Widths.Count; width++)
                setup.Nets.RunBare(width);
        }

        GC.Collect();
        return Environment.WorkingSet;
    }

    /// <summary>Starts a child and returns what it reads.</summary>
    public static long OfChild(string model, string? profile, int threads, string which)
    {
        string program = Environment.ProcessPath ?? throw new InputException("bench: the program cannot find itself to measure memory.");
        List<string> arguments = ["bench", "--model", model, ChildOption, which, "--threads", threads.ToString(CultureInfo.InvariantCulture)];
        if (profile is not null)
            arguments.AddRange(["--profile", profile]);
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            arguments.Insert(0, Environment.GetCommandLineArgs()[0]);
        using Process child = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string answer = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0 && long.TryParse(answer.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long bytes)
            ? bytes
            : throw new InputException($"bench: the process that measures memory ended with exit code {child.ExitCode}.");
    }
}
