using SdCom.Edge.Core.Budget;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Profiles;
using SdCom.Edge.Host.Engines;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Inference;
using SdCom.Edge.Runtime.Inference.Providers;

namespace SdCom.Edge.Host;

/// <summary>A model and a device, loaded and ready: what every verb begins with.</summary>
internal sealed class ModelSetup : IDisposable
{
    private readonly Engine engine;

    private ModelSetup(ModelPackage model, DeviceProfile? profile, EngineChoice choice, bool onlyFullWidth)
    {
        Model = model;
        Profile = profile;
        (engine, Nets) = EngineStart.Load(model, choice, onlyFullWidth);
    }

    public ModelPackage Model { get; }

    public DeviceProfile? Profile { get; }

    public EngineSettings Engine => engine.Settings;

    public Nets Nets { get; }

    /// <summary>Milliseconds to MACs: how many frames are processed in a second.</summary>
    public double FramesPerSecond => 1000.0 / Model.Manifest.SegmentIntervalMs;

    /// <summary>The mean a processed frame that the profile allows; null without a profile.</summary>
    public double? BudgetMacsPerFrame => Profile is null ? null : MacsPerFrameOf(Profile);

    /// <summary>The mean a processed frame that a profile allows; null when its budget is not in MACs.</summary>
    public double? MacsPerFrameOf(DeviceProfile profile) => profile.Budget.MacsPerSecond / FramesPerSecondOf(profile);

    /// <summary>How many frames a device processes in a second: as many as the model samples, or as its camera gives when those are fewer.</summary>
    public double FramesPerSecondOf(DeviceProfile profile) => Math.Min(profile.TargetFps ?? FramesPerSecond, FramesPerSecond);

    /// <summary>A budget that is not in MACs, in words.</summary>
    public string? BudgetNote => NoteOf(Profile);

    /// <summary>A profile's budget that is not in MACs, in words.</summary>
    public static string? NoteOf(DeviceProfile? profile) => profile?.Budget switch
    {
        { MillisecondsPerFrame: { } milliseconds } => FormattableString.Invariant($"budget {milliseconds:0.##} ms"),
        { Watts: { } watts } => FormattableString.Invariant($"budget {watts:0.##} W"),
        _ => null,
    };

    /// <summary>Reads profile and model, and loads the engine.</summary>
    /// <param name="model">The model's folder.</param>
    /// <param name="profile">The profile's file, or null.</param>
    /// <param name="threads">Threads that win over the profile's.</param>
    /// <param name="onlyFullWidth">Leaves the other widths out.</param>
    /// <param name="fallBack">Runs on the CPU where the profile's provider does not run, as the profile's whenMissing may also say.</param>
    public static ModelSetup Load(string model, string? profile, int? threads, bool onlyFullWidth = false, bool fallBack = false)
    {
        DeviceProfile? device = profile is null ? null : DeviceProfile.Load(profile);
        return Load(model, device, EngineChoice.Of(device, threads, fallBack), onlyFullWidth);
    }

    /// <summary>Loads a model for a profile that has been read.</summary>
    public static ModelSetup Load(string model, DeviceProfile? device, EngineChoice choice, bool onlyFullWidth = false) =>
        new(ModelPackage.Load(model), device, choice, onlyFullWidth);

    /// <summary>The budget and policy of the profile; without one, the manifest's default price and no bucket. Another policy may take the gate's place.</summary>
    public Allowance CreateAllowance(TimeProvider clock, WidthPolicy? instead = null, int streams = 1) => Profile is null
        ? Allowance.Free(Model.Costs, Model.Manifest.DefaultPrice)
        : new Allowance(ProfileAllowance.Create(Profile, Model, Nets, clock, instead, streams));

    /// <summary>The budget and policy of any profile, its price moved by a controller: plans compare several on one engine.</summary>
    public Allowance CreateAllowance(DeviceProfile profile, TimeProvider clock, WidthPolicy? instead = null) =>
        new(ProfileAllowance.Create(profile, Model, Nets, clock, instead));

    /// <summary>The terms on which a run goes on under another profile that has a table or a budget in MACs: nothing is timed.</summary>
    public AllowanceTerms CreateTerms(DeviceProfile profile, TimeProvider clock, int streams) =>
        ProfileAllowance.Create(profile, Model, Nets, clock, instead: null, streams);

    /// <summary>Proves that the engine's provider really runs; null for the CPU, which needs no proof.</summary>
    public ProviderProof? Prove() => Engine.Provider == "cpu" ? null : ProviderProof.Measure(Model, engine, Nets, TimeProvider.System);

    public void Dispose()
    {
        Nets.Dispose();
        engine.Dispose();
    }
}
