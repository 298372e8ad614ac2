using SdCom.Edge.Core.Packages;
using SdCom.Edge.Fleet.Jobs;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Inference;

namespace SdCom.Edge.Fleet.Rollout;

/// <summary>A model that is loaded, proven and warm.</summary>
/// <param name="package">The package.</param>
/// <param name="nets">Its nets, for one thread at a time.</param>
/// <param name="allowance">What its cameras may spend together.</param>
/// <param name="owner">Disposed with it.</param>
public sealed class NodeModel(ModelPackage package, Nets nets, Allowance allowance, IDisposable owner) : IDisposable
{
    public ModelPackage Package => package;

    public Nets Nets => nets;

    public Allowance Allowance => allowance;

    /// <summary>SHA-256 of its manifest.</summary>
    public string Hash { get; } = ModelHash.Of(package);

    /// <summary>Why this model cannot take over from another one between two frames; null when it can. Streams, counts and those who listen go on, so their names must stay true.</summary>
    public string? WhyNotAfter(ModelPackage before)
    {
        ArgumentNullException.ThrowIfNull(before);
        if (!package.Manifest.Classes.SequenceEqual(before.Manifest.Classes))
            return "has other classes than the model that runs here";
        if (!package.Manifest.Widths.SequenceEqual(before.Manifest.Widths))
            return "has other widths than the model that runs here";
        return package.Manifest.SegmentIntervalMs == before.Manifest.SegmentIntervalMs ? null : "looks at frames in another rhythm than the model that runs here";
    }

    public void Dispose() => owner.Dispose();
}
