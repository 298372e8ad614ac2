using SdCom.Edge.Core;
using SdCom.Edge.Core.Budget;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Profiles;
using SdCom.Edge.Runtime.Inference;

namespace SdCom.Edge.Runtime.Budget;

/// <summary>Turns a device profile into what a stream may spend: bucket, gate, price controller and audit, in the unit of the profile's budget.</summary>
public static class ProfileAllowance
{
    /// <summary>Creates the terms on which one stream runs, or several together; without a governor.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="model">The model.</param>
    /// <param name="nets">Timed for a moment when the budget is in milliseconds and the profile has no table for this model.</param>
    /// <param name="clock">The clock of the bucket: the camera's or the recording's.</param>
    /// <param name="instead">Takes the gate's place, with its own tariff of MACs; only for budgets in MACs.</param>
    /// <param name="streams">How many share it.</param>
    /// <exception cref="ProfileException">The profile does not fit the model, or not so many streams.</exception>
    public static AllowanceTerms Create(DeviceProfile profile, ModelPackage model, Nets nets, TimeProvider clock, WidthPolicy? instead = null, int streams = 1)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(model);
        string name = model.Manifest.Name;
        if (profile.DeadlineMs is not null && profile.Measured?.Model != name)
            throw new ProfileException($"{profile.Path}: deadlineMs needs a table measured with {name}, measured is of {profile.Measured?.Model}; run ./sdcom tune with this model, or set deadlineMs to null.");
        WidthSet widths = model.Network.Widths;
        IReadOnlyList<Width> allowed = profile.AllowedWidths(widths);
        Tariff? fixedTariff = profile.CreateTariff(model.Costs, name);
        FrameMeter? meter = fixedTariff is null ? FrameMeter.Calibrate(nets, widths.Count, TimeProvider.System) : null;
        Tariff tariff = fixedTariff ?? meter!.Tariff;
        if (instead is not null && tariff.Unit != BudgetUnit.Macs)
            throw new ProfileException($"{profile.Path}: only the gate can keep a budget in milliseconds or watts; give macsPerSecond and burstMacs for other policies.");

        PriceCurve curve = new(model.Manifest.Curve, widths, tariff);
        double sampled = 1000.0 / model.Manifest.SegmentIntervalMs;
        double refill = profile.RefillPerFrame(Math.Min(profile.TargetFps ?? sampled, sampled)); // a camera may be slower than the model samples
        double streamRefill = profile.Budget.MillisecondsPerFrame is null ? refill / streams : refill; // milliseconds are allowed to every frame, whoever's it is
        GatePolicy gate = new(model.Costs, curve.PriceFor(streamRefill), allowed, tariff, profile.LateWidths(widths));
        WidthPolicy policy = instead ?? gate;
        FlopsBudget budget = profile.CreateBudget(policy, clock);
        long glances = streams * policy.CheapestFrame;
        if (streams > 1 && budget.Capacity < glances)
            throw new ProfileException($"{profile.Path}: the bucket holds {budget.Capacity} {tariff.Unit} and must hold at least {glances}, a glance for each of {streams} cameras; raise the budget (burstMacs) or give fewer sources.");
        BudgetAudit audit = tariff.Unit == BudgetUnit.Nanoseconds ? BudgetAudit.PerFrame(budget.Rate) : BudgetAudit.PerSecond(budget.Rate, budget.Capacity, clock);
        return new AllowanceTerms(budget, policy, audit, instead is null ? new PriceController(gate, curve, refill) : null, meter);
    }
}
