using SdCom.Edge.Core.Packages;
using SdCom.Edge.Runtime.Inference;

[assembly: AssemblyFixture(typeof(SdCom.Edge.Runtime.Tests.Fixtures.Models))]

namespace SdCom.Edge.Runtime.Tests.Fixtures;

/// <summary>The test models, written once for all tests, and an engine on one thread.</summary>
public sealed class Models : IDisposable
{
    private readonly Lazy<ModelPackage> small;
    private readonly Lazy<ModelPackage> shifting;

    public Models()
    {
        small = new Lazy<ModelPackage>(() => FixtureModel.Write(Path.Combine(Folder, "small"), FixtureModel.Small));
        shifting = new Lazy<ModelPackage>(() => FixtureModel.Write(Path.Combine(Folder, "shifting"), FixtureModel.Small with { StaticShift = 0.125, DynamicShift = 0.125 }));
    }

    /// <summary>A folder of its own that goes away after the tests.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("sdcom-tests-").FullName;

    public ModelPackage Small => small.Value;

    /// <summary>The same with temporal shift in both trunks.</summary>
    public ModelPackage Shifting => shifting.Value;

    public Engine Engine { get; } = new(new EngineSettings("cpu", 1));

    /// <summary>A fresh path in the folder.</summary>
    public string NewPath(string extension = "") => Path.Combine(Folder, Guid.NewGuid().ToString("n") + extension);

    public void Dispose()
    {
        Engine.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
