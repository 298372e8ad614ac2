using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace SdCom.Edge.Runtime.Tests.Host;

/// <summary>The real program as a process, as scripts start it.</summary>
internal sealed class HostProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> errors;

    private HostProcess(string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, "sdcom-host"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
            Environment = { ["DISPLAY"] = "", ["WAYLAND_DISPLAY"] = "", ["TERM"] = "xterm" },
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        process = Process.Start(start)!;
        output = process.StandardOutput.ReadToEndAsync();
        errors = process.StandardError.ReadToEndAsync();
    }

    public string Output => output.GetAwaiter().GetResult();

    public string Errors => errors.GetAwaiter().GetResult();

    public static HostProcess Start(params string[] arguments) => new(arguments);

    /// <summary>The same with some environment variables set.</summary>
    public static HostProcess Start(IReadOnlyDictionary<string, string> environment, params string[] arguments) => new(arguments, environment);

    /// <summary>The process's number.</summary>
    public int Id => process.Id;

    /// <summary>Runs to the end and returns the exit code.</summary>
    public static (int ExitCode, string Output, string Errors) Run(params string[] arguments) => Run(new Dictionary<string, string>(), arguments);

    /// <summary>The same with some environment variables set.</summary>
    public static (int ExitCode, string Output, string Errors) Run(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using HostProcess host = new(arguments, environment);
        return (host.Wait(), host.Output, host.Errors);
    }

    /// <summary>Runs to the end, which must be a good one, and reads the one JSON object on standard output.</summary>
    public static JsonElement Json(params string[] arguments)
    {
        (int exitCode, string output, string errors) = Run([.. arguments, "--json"]);
        Assert.True(exitCode == 0, errors);
        return JsonDocument.Parse(output).RootElement;
    }

    public int Wait()
    {
        if (!process.WaitForExit(Patience))
            Assert.Fail($"the program did not end: {string.Join(' ', process.StartInfo.ArgumentList)}");
        return process.ExitCode;
    }

    /// <summary>Sends SIGTERM.</summary>
    public void Terminate() => Signal("-TERM");

    /// <summary>Sends a signal, such as -HUP.</summary>
    public void Signal(string signal)
    {
        using Process kill = Process.Start("kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Sends SIGKILL and waits until the process is gone.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }
}
