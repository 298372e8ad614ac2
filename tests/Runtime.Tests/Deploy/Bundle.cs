using SdCom.Edge.Runtime.Tests.Deploy;
using SdCom.Edge.Runtime.Tests.Fixtures;

[assembly: AssemblyFixture(typeof(Bundle))]

namespace SdCom.Edge.Runtime.Tests.Deploy;

/// <summary>One bundle with the small model, made by the real script the first time that a test asks for it.</summary>
public sealed class Bundle : IDisposable
{
    private readonly Lazy<string> file;
    private readonly Lazy<string> unpacked;

    public Bundle()
    {
        file = new Lazy<string>(() => Make(Path.Combine(Repository.Root, "artifacts", "deploy", "test")));
        unpacked = new Lazy<string>(() =>
        {
            Shell.Succeed("tar", "-xzf", file.Value, "-C", Folder);
            return Path.Combine(Folder, "sdcom-edge-desktop-cpu");
        });
    }

    /// <summary>A folder of its own that goes away after the tests.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("sdcom-bundle-").FullName;

    /// <summary>The bundle's file.</summary>
    public string Packed => file.Value;

    /// <summary>The bundle's folder.</summary>
    public string Unpacked => unpacked.Value;

    private string Model
    {
        get
        {
            string model = Path.Combine(Folder, "small");
            if (!Directory.Exists(model))
                FixtureModel.Write(model, FixtureModel.Small);
            return model;
        }
    }

    /// <summary>Builds the program in a folder and bundles it; returns the bundle's file.</summary>
    public string Make(string build)
    {
        string made = Path.Combine(Folder, Guid.NewGuid().ToString("n"));
        Shell.Succeed(
            new Dictionary<string, string> { ["SDCOM_DEPLOY_ARTIFACTS"] = build },
            Path.Combine(Repository.Root, "runtime", "deploy", "bundle"), "--device", "desktop-cpu", "--model", Model, "--out", made);
        return Path.Combine(made, "sdcom-edge-desktop-cpu.tar.gz");
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
