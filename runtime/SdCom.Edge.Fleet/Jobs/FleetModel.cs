using SdCom.Edge.Core.Packages;

namespace SdCom.Edge.Fleet.Jobs;

/// <summary>A model that clips are submitted for.</summary>
/// <param name="Model">Its name, for people.</param>
/// <param name="ModelHash">SHA-256 of its manifest.</param>
public sealed record FleetModel(string Model, string ModelHash)
{
    /// <summary>That of a package.</summary>
    public static FleetModel Of(ModelPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return new FleetModel(package.Manifest.Name, Jobs.ModelHash.Of(package));
    }

    /// <summary>The name and the beginning of the hash.</summary>
    public override string ToString() => $"{Model} ({ModelHash[..Math.Min(12, ModelHash.Length)]})";
}
