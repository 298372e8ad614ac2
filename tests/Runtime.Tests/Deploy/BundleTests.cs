using System.Text.Json;

namespace SdCom.Edge.Runtime.Tests.Deploy;

public class BundleTests(Bundle bundle)
{
    [Fact]
    public void The_same_sources_give_the_same_bundle_wherever_they_are_compiled()
    {
        byte[] one = File.ReadAllBytes(bundle.Packed);
        byte[] other = File.ReadAllBytes(bundle.Make(Path.Combine(bundle.Folder, "another build")));
        Assert.True(one.AsSpan().SequenceEqual(other), "two bundles of the same sources differ");
    }

    [Fact]
    public void No_file_of_a_bundle_names_the_folder_it_was_built_in()
    {
        byte[] folder = System.Text.Encoding.UTF8.GetBytes(Repository.Root), wide = System.Text.Encoding.Unicode.GetBytes(Repository.Root);
        foreach (string file in Directory.EnumerateFiles(bundle.Unpacked, "*", SearchOption.AllDirectories))
        {
            byte[] content = File.ReadAllBytes(file);
            Assert.True(content.AsSpan().IndexOf(folder) < 0 && content.AsSpan().IndexOf(wide) < 0, file);
        }
    }

    [Fact]
    public void Every_package_travels_with_its_licence_and_both_engines_with_theirs()
    {
        string licences = Path.Combine(bundle.Unpacked, "licenses");
        JsonElement libraries = JsonDocument.Parse(File.ReadAllText(Path.Combine(bundle.Unpacked, "app", "sdcom-host.deps.json"))).RootElement.GetProperty("libraries");
        string[] packages = [.. libraries.EnumerateObject().Where(library => library.Value.GetProperty("type").GetString() == "package").Select(library => library.Name.Split('/')[0].ToLowerInvariant())];
        Assert.Contains("system.commandline", packages);
        Assert.All(packages, package => Assert.Contains(Directory.GetFiles(Path.Combine(licences, package)), file => Path.GetFileName(file).StartsWith("LICEN", StringComparison.OrdinalIgnoreCase)));
        Assert.True(File.Exists(Path.Combine(licences, "onnxruntime", "LICENSE")));
        Assert.True(File.Exists(Path.Combine(licences, "onnxruntime", "ThirdPartyNotices.txt")));
        foreach ((string platform, byte machine) in ((string, byte)[])[("linux-x64", 0x3E), ("linux-arm64", 0xB7)])
            Assert.Equal(machine, File.ReadAllBytes(Path.Combine(bundle.Unpacked, "native", platform, "libonnxruntime.so"))[18]); // e_machine of ELF
    }

    [Theory]
    [InlineData(2, "deploy needs --device NAME", "deploy")]
    [InlineData(1, "device-profiles/nosuch.json: no such profile", "deploy", "--device", "nosuch")]
    [InlineData(1, "/nosuch: no model package", "deploy", "--device", "desktop-cpu", "--model", "/nosuch")]
    [InlineData(2, "--device must be the name of a profile", "deploy", "--device", "../secret")]
    public void A_wrong_request_is_refused_in_one_line(int code, string words, params string[] arguments)
    {
        (int exitCode, _, string errors) = Shell.Run(Path.Combine(Repository.Root, "runtime", "deploy", "bundle"), arguments.AsSpan(1));
        Assert.Equal(code, exitCode);
        Assert.Contains(words, errors, StringComparison.Ordinal);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
