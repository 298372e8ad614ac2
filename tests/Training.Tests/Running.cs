using System.Diagnostics;
using System.Globalization;

namespace SdCom.Edge.Training.Tests;

/// <summary>How a process ended, and what it said.</summary>
internal sealed record Finished(int Code, string Output, string Error);

/// <summary>A process whose words are collected; killed at the end, if it still runs.</summary>
internal sealed class Running : IDisposable
{
    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> error;

    private Running(Process process)
    {
        this.process = process;
        output = process.StandardOutput.ReadToEndAsync();
        error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Our program, for dotnet.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "sdcom-train.dll");

    public bool HasExited => process.HasExited;

    /// <summary>Starts our program.</summary>
    public static Running Start(params string[] arguments) => Start(new ProcessStartInfo("dotnet", [Program, .. arguments]));

    public static Running Start(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return new Running(Process.Start(start)!);
    }

    public void Kill() => process.Kill();

    public void Terminate()
    {
        using Process kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end; a process that hangs is killed at last.</summary>
    public Finished End()
    {
        if (!process.WaitForExit(TimeSpan.FromMinutes(10)))
            process.Kill();
        process.WaitForExit();
        return new Finished(process.ExitCode, output.Result, error.Result);
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }
}
