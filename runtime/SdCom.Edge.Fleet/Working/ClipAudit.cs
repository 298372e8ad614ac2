using SdCom.Edge.Core.Packages;
using SdCom.Edge.Fleet.Jobs;
using SdCom.Edge.Fleet.Rollout;
using SdCom.Edge.Runtime.Inference;
using SdCom.Edge.Runtime.Recognition;

namespace SdCom.Edge.Fleet.Working;

/// <summary>
/// Asks on a share of the clips what the full width would have answered, window by window, on a state of its own: a clip's answer stays what it was. Whole clips are looked at, from their first frame, since
/// most are not much longer than a window. Only those at the model's own price count: agreement depends on the price, and what a fleet is asked for may change while a model takes over.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="nets">The recognisers' own.</param>
/// <param name="share">The share of the clips, above 0 and at most 1.</param>
/// <param name="random">Draws the clips.</param>
public sealed class ClipAudit(ModelPackage model, Nets nets, double share, Random random)
{
    private readonly FullWidthAudit looks = new(model, nets, 1, random);
    private bool begun;

    /// <summary>How often the gate's answers were the full width's.</summary>
    public Agreement Agreement => new(looks.Windows, looks.Agreed);

    /// <summary>Looks at a clip when it is its turn; null otherwise.</summary>
    public FullWidthAudit? Of(ClipJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        if (job.Price != model.Manifest.DefaultPrice || (begun && random.NextDouble() >= share))
            return null;
        begun = true;
        return looks;
    }
}
