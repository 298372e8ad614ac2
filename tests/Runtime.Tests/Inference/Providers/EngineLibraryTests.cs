using System.Diagnostics;
using System.Text.Json;
using SdCom.Edge.Runtime.Inference.Providers;
using SdCom.Edge.Runtime.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Host;

namespace SdCom.Edge.Runtime.Tests.Inference.Providers;

/// <summary>A device's own ONNX Runtime by path: the right one runs, and any other file is told from it before the binding touches it.</summary>
public class EngineLibraryTests(Models models)
{
    [Fact]
    public void A_library_in_another_folder_runs_and_the_doctor_names_it()
    {
        string library = Path.Combine(Directory.CreateDirectory(models.NewPath()).FullName, "libonnxruntime.so.1");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "libonnxruntime.so"), library);
        (int exitCode, string output, string errors) = Doctor(library);
        Assert.True(exitCode == 0, errors + output);
        Assert.Contains($", from {library}", Check(output, "onnxruntime").Detail, StringComparison.Ordinal);
        Assert.Equal("ok", Check(output, "model").Status);
    }

    [Fact]
    public void The_environment_wins_over_the_profile()
    {
        string library = Path.Combine(Directory.CreateDirectory(models.NewPath()).FullName, "libonnxruntime.so");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "libonnxruntime.so"), library);
        string profile = Profiles.Write(models, "\"library\": \"/no/such/libonnxruntime.so\"");
        (_, string output, _) = HostProcess.Run(new Dictionary<string, string> { [EngineLibrary.Variable] = library }, "doctor", "--model", models.Small.Directory, "--profile", profile, "--json");
        Assert.Equal("ok", Check(output, "onnxruntime").Status);
        BadInputTests.Refused(1, "/no/such/libonnxruntime.so: there is no such file; give SDCOM_ONNXRUNTIME or the profile's library", "bench", "--model", models.Small.Directory, "--profile", profile);
    }

    [Fact]
    public void A_file_that_is_no_library_is_one_line()
    {
        string garbage = models.NewPath(".so");
        File.WriteAllBytes(garbage, new byte[4096]);
        (int exitCode, string output, string errors) = Run(garbage);
        Assert.Equal((1, string.Empty), (exitCode, output));
        Assert.StartsWith($"sdcom: {garbage}: the system cannot load this library: ", errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
        Assert.Equal("fail", Check(Doctor(garbage).Output, "onnxruntime").Status);
    }

    [Theory]
    [InlineData("int nothing(void) { return 0; }", "this library is no ONNX Runtime; ")]
    [InlineData("static const char* version(void) { return \"1.18.0\"; } static void* api(unsigned v) { return 0; } struct { void* (*a)(unsigned); const char* (*v)(void); } base = { api, version }; void* OrtGetApiBase(void) { return &base; }",
        "this is ONNX Runtime 1.18.0, and the binding calls functions of 1.29; ")]
    public void A_library_that_does_not_fit_is_told_before_it_can_crash(string source, string expected)
    {
        string library = Compile(source);
        (int exitCode, string output, string errors) = Run(library);
        Assert.Equal((1, string.Empty), (exitCode, output));
        Assert.StartsWith($"sdcom: {library}: {expected}", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.29.0", true)]
    [InlineData("1.30.1", true)]
    [InlineData("2.0.0-rc1", true)]
    [InlineData("1.29.0+cu13", true)]
    [InlineData("1.28.9", false)]
    [InlineData("1.9.0", false)]
    [InlineData("", false)]
    [InlineData("nightly", false)]
    [InlineData(null, false)]
    public void Versions_are_compared_by_their_numbers(string? version, bool enough) => Assert.Equal(enough, EngineLibrary.IsNewEnough(version));

    private (int ExitCode, string Output, string Errors) Run(string library) =>
        HostProcess.Run(new Dictionary<string, string> { [EngineLibrary.Variable] = library }, "run", "--model", models.Small.Directory, "--source", "synthetic:hover", "--seconds", "1");

    private (int ExitCode, string Output, string Errors) Doctor(string library) =>
        HostProcess.Run(new Dictionary<string, string> { [EngineLibrary.Variable] = library }, "doctor", "--model", models.Small.Directory, "--json");

    private static (string Status, string Detail) Check(string report, string name)
    {
        JsonElement check = JsonDocument.Parse(report).RootElement.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == name);
        return (check.GetProperty("status").GetString()!, check.GetProperty("detail").GetString()!);
    }

    // The compiler that builds the bindings.
    private string Compile(string source)
    {
        string code = models.NewPath(".c"), library = models.NewPath(".so");
        File.WriteAllText(code, $"#ifdef __cplusplus\nextern \"C\" {{\n#endif\n{source}\n#ifdef __cplusplus\n}}\n#endif\n");
        using Process compiler = Process.Start(new ProcessStartInfo("g++", ["-shared", "-fPIC", "-fpermissive", "-w", "-o", library, code]))!;
        compiler.WaitForExit();
        Assert.Equal(0, compiler.ExitCode);
        return library;
    }
}
