using SdCom.Edge.Runtime.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Host;

namespace SdCom.Edge.Runtime.Tests.Inference.Providers;

public class EngineTelemetryTests(Models models)
{
    [Fact]
    public void A_run_leaves_nothing_of_the_engines_telemetry_behind()
    {
        string home = Directory.CreateDirectory(models.NewPath(".home")).FullName, temporary = Directory.CreateDirectory(Path.Combine(home, "tmp")).FullName;
        Dictionary<string, string> environment = new()
        {
            ["HOME"] = home,
            ["XDG_CACHE_HOME"] = "",
            ["TMPDIR"] = temporary,
            ["ORT_DISABLE_TELEMETRY"] = "", // the binding sets it for child processes, such as this test's
        };
        (int code, _, string errors) = HostProcess.Run(environment, "run", "--model", models.Small.Directory, "--source", "synthetic:hover", "--seconds", "1", "--threads", "1", "--json");
        Assert.True(code == 0, errors);
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(home, "*", SearchOption.AllDirectories), IsItsOwn);
    }

    private static bool IsItsOwn(string path) =>
        path.Contains("onnxruntime", StringComparison.Ordinal) || path.Contains("mat-debug", StringComparison.Ordinal) || path.EndsWith(".ses", StringComparison.Ordinal);
}
