using System.Text.RegularExpressions;
using SdCom.Edge.Runtime.Service;

namespace SdCom.Edge.Runtime.Tests.Deploy;

/// <summary>What can be known of the images without building them; <c>runtime/deploy/container/rehearse</c> builds and runs them.</summary>
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
        Assert.Contains("libmosquitto1", text, StringComparison.Ordinal); // an output that loads its library at the first use
    }

    [Theory]
    [InlineData("Dockerfile.x64")]
    [InlineData("Dockerfile.l4t")]
    public void A_health_check_judges_the_programs_sign_of_life_by_its_age_and_needs_none(string name)
    {
        Match check = HealthCheck().Match(File.ReadAllText(Path.Combine(Folder, name)));
        string file = Path.Combine(Directory.CreateTempSubdirectory("sdcom-health-").FullName, "alive");
        Dictionary<string, string> environment = new() { [AliveFile.Variable] = file };
        Assert.Equal(AliveFile.Variable, check.Groups["variable"].Value);
        int Ask() => Shell.Run(environment, "sh", "-c", check.Groups["command"].Value).ExitCode;
        Assert.Equal(0, Ask()); // before the first frame, or another verb
        File.WriteAllText(file, "WATCHDOG=1\n");
        Assert.Equal(0, Ask());
        File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file) - AliveFile.Old / 2);
        Assert.Equal(0, Ask());
        File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file) - AliveFile.Old);
        Assert.Equal(1, Ask());
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
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

    [GeneratedRegex(@"^(#.*|\s*|(FROM|ARG|RUN|COPY|USER|WORKDIR|ENTRYPOINT|CMD|ENV|EXPOSE|HEALTHCHECK) .*)$")]
    private static partial Regex Instruction();

    [GeneratedRegex(@"ENV (?<variable>\w+)=/tmp/\S+\nHEALTHCHECK .*? CMD (?<command>.+)")]
    private static partial Regex HealthCheck();

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
