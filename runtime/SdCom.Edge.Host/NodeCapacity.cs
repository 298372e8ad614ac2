using SdCom.Edge.Runtime.Budget;

namespace SdCom.Edge.Host;

/// <summary>The MACs a second that a node offers to its fleet.</summary>
/// <param name="MacsPerSecond">The offer.</param>
/// <param name="IsBudget">Whether the profile promises not to spend more; otherwise it is merely what the machine can do.</param>
internal sealed record NodeCapacity(long MacsPerSecond, bool IsBudget)
{
    /// <summary>The profile's budget where that is in MACs; otherwise what the full width reaches, timed for a moment.</summary>
    public static NodeCapacity Of(ModelSetup setup)
    {
        if (setup.Profile?.Budget.MacsPerSecond is { } budget)
            return new NodeCapacity(budget, true);
        int full = setup.Model.Costs.Widths.Count - 1;
        double nanoseconds = FrameMeter.Calibrate(setup.Nets, full + 1, TimeProvider.System).Tariff.Frame(full);
        return new NodeCapacity((long)(setup.Model.Costs.FullFrame / nanoseconds * 1e9), false);
    }
}
