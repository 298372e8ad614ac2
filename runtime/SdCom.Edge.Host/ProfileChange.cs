using System.Globalization;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Profiles;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Recognition;
using SdCom.Edge.Runtime.Telemetry;

namespace SdCom.Edge.Host;

/// <summary>Lets a run go on under another profile. The engine stays as it was loaded, and nothing may be timed while the nets are at work.</summary>
/// <param name="setup">What the run began with.</param>
/// <param name="statuses">The run's cameras.</param>
/// <param name="watch">Watches the limits of the profile in force.</param>
/// <param name="clock">The time of the budget.</param>
internal sealed class ProfileChange(ModelSetup setup, IReadOnlyList<RunStatus> statuses, DeviceWatch watch, TimeProvider clock)
{
    /// <summary>Why a profile does not fit this run; null when it does.</summary>
    /// <exception cref="ProfileException">It does not fit the model, or not so many cameras.</exception>
    public string? Misfit(DeviceProfile profile)
    {
        if (profile.Provider != setup.Engine.Provider)
            return $"it needs the provider {profile.Provider}, the engine runs on {setup.Engine.Provider}.";
        if (profile.Threads is { } threads && threads != setup.Engine.Threads)
            return $"it needs {threads} threads, the engine runs on {setup.Engine.Threads}.";
        if (profile.CreateTariff(setup.Model.Costs, setup.Model.Manifest.Name) is null)
            return $"its budget is in milliseconds, and it has no table that was measured with {setup.Model.Manifest.Name}: run ./sdcom tune with this model on this device, or start anew with --profile, which times the model first.";
        setup.CreateTerms(profile, TimeProvider.System, statuses.Count);
        return null;
    }

    /// <summary>What a profile says and does not come into force with it: cameras were asked for their frame rate when they were opened. Null when that is nothing.</summary>
    public string? Remark(DeviceProfile profile) => profile.TargetFps is { } wanted && wanted != setup.Profile?.TargetFps
        ? string.Create(CultureInfo.InvariantCulture, $"cameras keep their frame rate; the profile's targetFps of {wanted:0.##} takes a restart")
        : null;

    /// <summary>Tells everybody who must know that a profile is in force, and gives the terms for the allowance.</summary>
    /// <exception cref="InputException">It does not fit.</exception>
    public AllowanceTerms Take(DeviceProfile profile)
    {
        if (Misfit(profile) is { } problem)
            throw new InputException(problem);
        Governor? governor = profile.Limits is { } limits ? new Governor(limits, TimeProvider.System) : null;
        AllowanceTerms terms = setup.CreateTerms(profile, clock, statuses.Count) with { Governor = governor };
        watch.Governor = governor;
        foreach (RunStatus status in statuses)
            status.Publish(setup.MacsPerFrameOf(profile) / statuses.Count, ModelSetup.NoteOf(profile));
        return terms;
    }
}
