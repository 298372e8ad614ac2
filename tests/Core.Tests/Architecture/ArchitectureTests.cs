using System.Text.RegularExpressions;

namespace SdCom.Edge.Core.Tests.Architecture;

/// <summary>The arrows of the layout: they point down only, and training and runtime meet in a model package, not in code.</summary>
public partial class ArchitectureTests
{
    private const string Core = "SdCom.Edge.Core", Onnx = "SdCom.Edge.Onnx", Synthetic = "SdCom.Edge.Synthetic";
    private const string Training = "SdCom.Edge.Training", Runtime = "SdCom.Edge.Runtime", Fleet = "SdCom.Edge.Fleet", Host = "SdCom.Edge.Host";

    private static readonly Dictionary<string, ProjectFile> Projects = ProjectFile.All();

    [Fact]
    public void Core_and_the_generated_camera_stand_on_nothing()
    {
        Assert.Empty(ProjectFile.Sees(Core, Projects));
        Assert.Empty(Projects[Synthetic].Packages);
        Assert.Empty(Projects[Synthetic].Bindings);
        Assert.DoesNotContain(Projects[Synthetic].Projects, name => name != Core);
    }

    [Fact]
    public void Onnx_stands_on_Core_and_knows_no_engine()
    {
        Assert.Equal([Core], Projects[Onnx].Projects);
        Assert.Empty(Projects[Onnx].Bindings);
        Assert.Equal(["Google.Protobuf", "Grpc.Tools"], Projects[Onnx].Packages.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Bindings_stand_on_none_of_our_projects()
    {
        foreach (ProjectFile binding in Projects.Values.Where(p => p.Folder.Contains("src/Bindings", StringComparison.Ordinal)))
            Assert.DoesNotContain(binding.Projects, name => !Projects[name].Folder.Contains("src/Bindings", StringComparison.Ordinal));
    }

    [Fact]
    public void The_runtime_never_sees_training_torch_or_the_graph_writer() =>
        Assert.DoesNotContain(ProjectFile.Sees(Runtime, Projects), name => name is Training or Onnx or "TorchSharp" or "Google.Protobuf");

    [Fact]
    public void The_program_on_the_device_sees_the_graph_writer_to_quantise_and_never_training() =>
        Assert.DoesNotContain(ProjectFile.Sees(Host, Projects), name => name is Training or "TorchSharp");

    [Fact]
    public void Training_never_sees_the_runtime_or_its_engine() =>
        Assert.DoesNotContain(ProjectFile.Sees(Training, Projects), name => name is Runtime or Host or "OnnxRuntime" || name.StartsWith("Microsoft.ML", StringComparison.Ordinal));

    [Fact]
    public void Each_project_refers_to_what_the_layout_allows_and_no_more()
    {
        Assert.Empty(Projects[Training].Projects.Except([Core, Onnx, Synthetic]));
        Assert.Empty(Projects[Training].Bindings.Except(["TorchSharp", "OpenCvSharp"]));
        Assert.Empty(Projects[Runtime].Projects.Except([Core, Synthetic]));
        Assert.Empty(Projects[Runtime].Bindings.Except(["OnnxRuntime", "OpenCvSharp", "Peripherals", "Mosquitto"]));
        Assert.Empty(Projects[Fleet].Projects.Except([Runtime, Core]));
        Assert.Empty(Projects[Fleet].Bindings);
        Assert.Empty(Projects[Host].Projects.Except([Runtime, Fleet, Onnx]));
        Assert.Empty(Projects[Host].Bindings);
    }

    [Fact]
    public void Only_the_fleet_speaks_to_its_broker()
    {
        Assert.Equal([Fleet], Projects.Values.Where(project => project.Packages.Contains("RabbitMQ.Client")).Select(project => project.Name));
        foreach (string file in Sources().Where(file => file.Contains("/SdCom.Edge.", StringComparison.Ordinal) && !file.Contains($"/{Fleet}/", StringComparison.Ordinal)))
            Assert.DoesNotContain("RabbitMQ.Client", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_parity_tests_see_both_sides() =>
        Assert.Equal(["Parity.Tests"], Projects.Keys.Where(name => ProjectFile.Sees(name, Projects) is var seen && seen.Contains(Training) && seen.Contains(Runtime)));

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        // But one that stands on an official engine package: most feeds lack it, and only Bindings=nuget needs it.
        string solution = File.ReadAllText(Repository.PathOf("SdCom.Edge.sln"));
        Assert.DoesNotContain(Projects.Values, project => !project.Packages.Contains("TorchSharp") && !solution.Contains($"{project.Name}.csproj", StringComparison.Ordinal));
    }

    [Fact]
    public void Packages_have_their_versions_in_one_place()
    {
        foreach (ProjectFile project in Projects.Values)
            Assert.DoesNotContain("Version=", File.ReadAllText(Path.Combine(project.Folder, project.Name + ".csproj")).Replace("LangVersion", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Conditional_compilation_and_native_engine_calls_stay_in_the_bindings()
    {
        // The system's libc is no engine.
        foreach (string file in Sources().Where(file => !file.Contains("/src/Bindings/", StringComparison.Ordinal)))
        {
            string text = File.ReadAllText(file);
            Assert.False(Conditional().IsMatch(text), $"{file}: #if belongs to src/Bindings");
            if (!file.Contains("/tests/", StringComparison.Ordinal))
                Assert.False(NativeCall().IsMatch(text), $"{file}: native calls belong to src/Bindings");
        }
    }

    [Fact]
    public void Bindings_show_only_the_official_names_and_one_small_adapter()
    {
        // Their own tests compare the signatures with the official packages'; here: no other type of ours to lean on. The adapter is the one folder
        // for what those packages lack: channels_last and autocast, and the collectives of several processes.
        string[] adapter = ["TorchExtras", "ProcessGroup", "MeetingPoint"];
        string[] mosquitto = ["MosquittoClient", "MosquittoException", "MosquittoMessage", "MosquittoOptions"]; // libmosquitto has no official .NET package whose names could be taken
        foreach (string file in Sources().Where(file => file.Contains("/src/Bindings/", StringComparison.Ordinal)))
        {
            string text = File.ReadAllText(file);
            if (text.Contains("namespace SdCom", StringComparison.Ordinal))
                Assert.All(PublicType().Matches(text), match => Assert.Contains(match.Groups[1].Value, adapter.Concat(mosquitto)));
        }
    }

    private static IEnumerable<string> Sources() => ((string[])["src", "training", "runtime", "tests"])
        .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories))
        .Where(file => !file.Contains("/node_modules/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal));

    [GeneratedRegex(@"^\s*#(if|elif)\b", RegexOptions.Multiline)]
    private static partial Regex Conditional();

    [GeneratedRegex(@"^public [\w ]*\b(?:class|struct|interface|enum|record|delegate)\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex("""\[\s*(DllImport|LibraryImport)\s*\((?!"libc")""")]
    private static partial Regex NativeCall();
}
