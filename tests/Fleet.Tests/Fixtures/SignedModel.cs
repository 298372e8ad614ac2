using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Packages.Signing;

namespace SdCom.Edge.Fleet.Tests.Fixtures;

/// <summary>A model package that somebody answers for.</summary>
internal static class SignedModel
{
    /// <summary>Copies a package and signs the copy.</summary>
    public static ModelPackage Copy(ModelPackage model, string directory, SigningKey key)
    {
        Directory.CreateDirectory(directory);
        foreach (string file in Directory.GetFiles(model.Directory))
            File.Copy(file, Path.Combine(directory, Path.GetFileName(file)));
        PackageSignature.Sign(directory, key);
        return ModelPackage.Load(directory);
    }
}
