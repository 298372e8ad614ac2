using System.Text.Json;

namespace SdCom.Edge.Runtime.Tests.Deploy;

public class InstallTests(Bundle bundle)
{
    private string Fresh() => Directory.CreateDirectory(Path.Combine(bundle.Folder, Guid.NewGuid().ToString("n"))).FullName;

    private string Script(string name) => Path.Combine(bundle.Unpacked, name);

    [Fact]
    public void An_installed_bundle_runs_its_demo_with_its_own_model_and_profile()
    {
        string prefix = Fresh();
        Shell.Succeed(Script("install.sh"), "--prefix", prefix);
        string report = Shell.Succeed(
            new Dictionary<string, string> { ["DISPLAY"] = "", ["WAYLAND_DISPLAY"] = "" },
            Path.Combine(prefix, "current", "sdcom"), "demo", "--action", "hover", "--seconds", "6", "--json");
        Assert.True(JsonDocument.Parse(report).RootElement.GetProperty("frames").GetProperty("processed").GetInt64() > 0);
        Assert.False(Directory.Exists(Path.Combine(prefix, "current", "native")));
    }

    [Fact]
    public void Installing_again_changes_nothing_and_uninstalling_leaves_nothing()
    {
        string prefix = Fresh();
        Shell.Succeed(Script("install.sh"), "--prefix", prefix);
        string host = Path.Combine(prefix, "current", "app", "sdcom-host.dll");
        string[] before = Directory.GetFileSystemEntries(prefix, "*", SearchOption.AllDirectories);
        DateTime written = File.GetLastWriteTimeUtc(host);
        Shell.Succeed(Script("install.sh"), "--prefix", prefix);
        Assert.Equal(before, Directory.GetFileSystemEntries(prefix, "*", SearchOption.AllDirectories));
        Assert.Equal(written, File.GetLastWriteTimeUtc(host));
        Shell.Succeed(Path.Combine(prefix, "current", "uninstall.sh"), "--prefix", prefix);
        Assert.False(Directory.Exists(prefix));
    }

    [Fact]
    public void A_damaged_bundle_is_refused_and_what_was_installed_stays()
    {
        string prefix = Fresh(), damaged = Path.Combine(Fresh(), "bundle");
        Shell.Succeed(Script("install.sh"), "--prefix", prefix);
        string? installed = new DirectoryInfo(Path.Combine(prefix, "current")).LinkTarget;
        Shell.Succeed("cp", "-r", bundle.Unpacked, damaged);
        using (FileStream model = File.OpenWrite(Path.Combine(damaged, "models", "small", "static.onnx")))
            model.SetLength(model.Length - 1);
        (int code, _, string errors) = Shell.Run(Path.Combine(damaged, "install.sh"), "--prefix", prefix);
        Assert.Equal(1, code);
        Assert.Contains("the bundle is damaged", errors, StringComparison.Ordinal);
        Assert.Equal(installed, new DirectoryInfo(Path.Combine(prefix, "current")).LinkTarget);
        Assert.Single(Directory.GetDirectories(Path.Combine(prefix, "versions")));
    }

    [Fact]
    public void An_interrupted_installation_leaves_no_version_behind_and_the_next_one_completes()
    {
        string prefix = Fresh();
        Directory.CreateDirectory(Path.Combine(prefix, "versions", ".0123456789ab.installing", "app"));
        Shell.Succeed(Script("install.sh"), "--prefix", prefix);
        Assert.Single(Directory.GetDirectories(Path.Combine(prefix, "versions")));
    }

    [Fact]
    public void A_library_over_OpenCV_that_was_compiled_elsewhere_is_taken_and_an_empty_folder_refused()
    {
        string prefix = Fresh(), compiled = Fresh();
        (int code, _, string errors) = Shell.Run(Script("install.sh"), "--prefix", prefix, "--shim", compiled);
        Assert.Equal(1, code);
        Assert.Contains($"--shim {compiled}: there is no libsdcom_opencv.so", errors, StringComparison.Ordinal);
        string library = Path.Combine(compiled, "libsdcom_opencv.so");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "libsdcom_opencv.so"), library);
        File.AppendAllText(library, "another one");
        Shell.Succeed(Script("install.sh"), "--prefix", prefix, "--shim", compiled);
        Assert.Equal(File.ReadAllBytes(library), File.ReadAllBytes(Path.Combine(prefix, "current", "app", "libsdcom_opencv.so")));
    }

    [Fact]
    public void Without_the_runtime_it_says_three_ways_to_get_it_and_installs_nothing()
    {
        string prefix = Fresh(), framework = Path.Combine(Fresh(), "bundle");
        Shell.Succeed("cp", "-r", bundle.Unpacked, framework);
        // A runtime of a name that nobody has, in place of hiding the one of this machine.
        string config = Path.Combine(framework, "app", "sdcom-host.runtimeconfig.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("Microsoft.NETCore.App", "Microsoft.NoSuch.App", StringComparison.Ordinal));
        Shell.Succeed("bash", "-c", $"cd '{framework}' && find . -type f ! -name SHA256SUMS -print0 | xargs -0 sha256sum > SHA256SUMS");
        (int code, _, string errors) = Shell.Run(Path.Combine(framework, "install.sh"), "--prefix", prefix);
        Assert.Equal(1, code);
        Assert.Contains("Microsoft.NoSuch.App", errors, StringComparison.Ordinal);
        Assert.Contains("aspnetcore-runtime-10.0", errors, StringComparison.Ordinal);
        Assert.Contains("dotnet-install.sh", errors, StringComparison.Ordinal);
        Assert.Contains("--dotnet FILE", errors, StringComparison.Ordinal);
        Assert.False(Path.Exists(Path.Combine(prefix, "current")));
    }

    [Fact]
    public void The_service_gets_unit_rules_and_settings_that_an_update_keeps()
    {
        string root = Fresh();
        Shell.Succeed(Script("install.sh"), "--root", root);
        string unit = File.ReadAllText(Path.Combine(root, "etc/systemd/system/sdcom-edge.service"));
        Assert.Contains("ExecStart=/opt/sdcom-edge/current/sdcom run --config /etc/sdcom-edge/sdcom.json", unit, StringComparison.Ordinal);
        Assert.Contains("Type=notify", unit, StringComparison.Ordinal);
        Assert.DoesNotMatch("@[A-Z]+@", unit); // every placeholder is filled in
        Assert.Contains("GROUP=\"gpio\"", File.ReadAllText(Path.Combine(root, "etc/udev/rules.d/70-sdcom-edge.rules")), StringComparison.Ordinal);
        JsonElement json = JsonDocument.Parse(File.ReadAllText(Path.Combine(root, "etc/sdcom-edge/sdcom.json"))).RootElement;
        foreach (string place in (string[])["model", "profile", "$schema"])
            Assert.True(Path.Exists(root + json.GetProperty(place).GetString()), place);
        string[] settings = Directory.GetFiles(Path.Combine(root, "etc/sdcom-edge"));
        Assert.NotEmpty(settings);
        foreach (string file in settings)
            File.AppendAllText(file, "\n");
        string[] kept = [.. settings.Select(File.ReadAllText)];
        Shell.Succeed(Script("install.sh"), "--root", root);
        Assert.Equal(kept, settings.Select(File.ReadAllText));
        Shell.Succeed(Script("uninstall.sh"), "--root", root, "--purge");
        Assert.Empty(Directory.GetFiles(root, "*", SearchOption.AllDirectories));
    }
}
