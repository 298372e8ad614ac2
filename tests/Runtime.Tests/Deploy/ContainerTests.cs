using System.Text.RegularExpressions;

namespace SdCom.Edge.Runtime.Tests.Deploy;

/// <summary>No container engine runs where the tests do: what can be known without one.</summary>
public partial class ContainerTests
{
    private static string Folder => Path.Combine(Repository.Root, "runtime", "deploy", "container");

    [Theory]
    [InlineData("Dockerfile.x64")]
    [InlineData("Dockerfile.l4t")]
    public void A_dockerfile_copies_and_runs_only_what_there_is(string name)
    {
        string text = File.ReadAllText(Path.Combine(Folder, name));
        Assert.All(text.ReplaceLineEndings("\n").Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'), line => Assert.Matches(Instruction(), line));
        string profile = BundleArgument().Match(text).Groups["device"].Value;
        Assert.True(File.Exists(Path.Combine(Repository.Root, "device-profiles", $"{profile}.json")), profile);
        string[] stages = [.. Stage().Matches(text).Select(stage => stage.Groups["name"].Value)];
        foreach (Match copy in Copy().Matches(text))
            Assert.True(stages.Contains(copy.Groups["from"].Value) || Path.Exists(Path.Combine(Repository.Root, copy.Groups["source"].Value)), copy.Value);
        foreach (Match script in BundleFile().Matches(text))
            Assert.True(File.Exists(Path.Combine(Repository.Root, "runtime", "deploy", "device", script.Groups["file"].Value)), script.Value);
        Assert.Contains("USER ", text, StringComparison.Ordinal); // never root
    }

    [Fact]
    public void The_compose_file_names_dockerfiles_models_and_profiles_that_there_are()
    {
        string text = File.ReadAllText(Path.Combine(Folder, "compose.yaml"));
        MatchCollection files = ComposeFile().Matches(text);
        Assert.Equal(2, files.Count);
        foreach (Match file in files)
            Assert.True(File.Exists(Path.Combine(Repository.Root, "artifacts", "deploy", file.Groups["path"].Value)) || File.Exists(Path.Combine(Repository.Root, file.Groups["path"].Value[6..])), file.Value);
        foreach (Match shipped in Shipped().Matches(text))
            Assert.True(Path.Exists(Path.Combine(Repository.Root, shipped.Groups["path"].Value)), shipped.Value);
    }

    [GeneratedRegex(@"^(#.*|\s*|(FROM|ARG|RUN|COPY|USER|WORKDIR|ENTRYPOINT|CMD|ENV|EXPOSE) .*)$")]
    private static partial Regex Instruction();

    [GeneratedRegex(@"ARG BUNDLE=sdcom-edge-(?<device>[a-z0-9-]+)\.tar\.gz")]
    private static partial Regex BundleArgument();

    [GeneratedRegex(@"FROM \S+ AS (?<name>\S+)")]
    private static partial Regex Stage();

    [GeneratedRegex(@"COPY (--from=(?<from>\S+) )?(?<source>\S+) \S+")]
    private static partial Regex Copy();

    [GeneratedRegex(@"/tmp/bundle/(?<file>[a-z.]+)")]
    private static partial Regex BundleFile();

    [GeneratedRegex(@"dockerfile: (?<path>\S+)")]
    private static partial Regex ComposeFile();

    [GeneratedRegex(@"/opt/sdcom-edge/current/(?<path>(models|device-profiles)/\S+)")]
    private static partial Regex Shipped();
}
