using System.Diagnostics;

namespace SdCom.Edge.Runtime.Tests.Deploy;

/// <summary>Scripts and programs, run to their end.</summary>
internal static class Shell
{
    public static (int ExitCode, string Output, string Errors) Run(IReadOnlyDictionary<string, string> environment, string program, params ReadOnlySpan<string> arguments)
    {
        ProcessStartInfo start = new(program, [.. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        // What the test runner tells its own MSBuild is not meant for others.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return (process.ExitCode, output.GetAwaiter().GetResult(), errors.GetAwaiter().GetResult());
    }

    public static (int ExitCode, string Output, string Errors) Run(string program, params ReadOnlySpan<string> arguments) => Run(new Dictionary<string, string>(), program, arguments);

    public static string Succeed(IReadOnlyDictionary<string, string> environment, string program, params ReadOnlySpan<string> arguments)
    {
        (int code, string output, string errors) = Run(environment, program, arguments);
        Assert.True(code == 0, $"{program} ended with {code}: {errors}");
        return output;
    }

    public static string Succeed(string program, params ReadOnlySpan<string> arguments) => Succeed(new Dictionary<string, string>(), program, arguments);
}
