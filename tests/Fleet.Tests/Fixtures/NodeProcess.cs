using System.Diagnostics;
using System.Globalization;

namespace SdCom.Edge.Fleet.Tests.Fixtures;

/// <summary>A worker as a process, whose lines are heard while it runs.</summary>
internal sealed class NodeProcess : IDisposable
{
    private readonly Process process;
    private readonly List<(string Line, long At)> lines = [];

    /// <param name="before">A command that starts it, such as one that enters a network namespace; empty for none.</param>
    /// <param name="arguments">The program's arguments.</param>
    public NodeProcess(string[] before, params string[] arguments)
    {
        string[] command = [.. before, Path.Combine(AppContext.BaseDirectory, "sdcom-host"), .. arguments];
        process = new Process { StartInfo = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath() } };
        process.ErrorDataReceived += (_, said) =>
        {
            if (said.Data is { } line)
            {
                lock (lines)
                    lines.Add((line, Stopwatch.GetTimestamp()));
            }
        };
        process.OutputDataReceived += (_, _) => { };
        process.Start();
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    /// <summary>All that it said.</summary>
    public string Said
    {
        get
        {
            lock (lines)
                return string.Join('\n', lines.Select(line => line.Line));
        }
    }

    /// <summary>When it last said something, as a timestamp; null if it never did.</summary>
    public long? When(string text)
    {
        lock (lines)
            return lines.LastOrDefault(line => line.Line.Contains(text, StringComparison.Ordinal)) is { Line: not null } found ? found.At : null;
    }

    /// <summary>Sends SIGKILL and waits until the process is gone.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>Sends SIGTERM and returns the exit code.</summary>
    public int Terminate()
    {
        using Process kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(60)), "the worker does not end");
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
            Kill();
        process.Dispose();
    }
}
