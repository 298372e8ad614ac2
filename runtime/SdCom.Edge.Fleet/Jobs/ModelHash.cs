using System.Security.Cryptography;
using SdCom.Edge.Core.Packages;

namespace SdCom.Edge.Fleet.Jobs;

/// <summary>What tells models apart in a fleet.</summary>
public static class ModelHash
{
    /// <summary>SHA-256 of a package's manifest, which holds size and digest of every other file that determines an answer.</summary>
    public static string Of(ModelPackage model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(model.PathOf(ModelFiles.Manifest))));
    }
}
