using SdCom.Edge.Core.Budget;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Profiles;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Inference;

namespace SdCom.Edge.Host;

/// <summary>A model and a device, loaded and ready: what every verb begins with.</summary>
internal sealed class ModelSetup : IDisposable
{
    private readonly Engine engine;

    private ModelSetup(ModelPackage model, DeviceProfile? profile, EngineSettings settings, bool onlyFullWidth)
    {
        Model = model;
        Profile = profile;
        engine = new Engine(settings);
        try
        {
            Nets = Nets.Load(model, engine, onlyFullWidth);
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    public ModelPackage Model { get; }

    public DeviceProfile? Profile { get; }

    public EngineSettings Engine => engine.Settings;

    public Nets Nets { get; }

    /// <summary>Milliseconds to MACs: how many frames are processed in a second.</summary>
    public double FramesPerSecond => 1000.0 / Model.Manifest.SegmentIntervalMs;

    /// <summary>The mean a processed frame that the profile allows; null without a profile.</summary>
    public double? BudgetMacsPerFrame => Profile is null ? null : Profile.Budget.MacsPerSecond / FramesPerSecondOf(Profile);

    /// <summary>How many frames a device processes in a second: as many as the model samples, or as its camera gives when those are fewer.</summary>
    public double FramesPerSecondOf(DeviceProfile profile) => Math.Min(profile.TargetFps ?? FramesPerSecond, FramesPerSecond);

    /// <summary>A budget that is not in MACs, in words.</summary>
    public string? BudgetNote => Profile?.Budget switch
    {
        { MillisecondsPerFrame: { } milliseconds } => FormattableString.Invariant($"budget {milliseconds:0.##} ms"),
        { Watts: { } watts } => FormattableString.Invariant($"budget {watts:0.##} W"),
        _ => null,
    };

    /// <summary>Reads profile and model, and loads the engine.</summary>
    public static ModelSetup Load(string model, string? profile, int? threads, bool onlyFullWidth = false)
    {
        DeviceProfile? device = profile is null ? null : DeviceProfile.Load(profile);
        return Load(model, device, null, threads, onlyFullWidth);
    }

    /// <summary>Loads a model for a profile that has been read; what is given beside it wins over the profile's.</summary>
    public static ModelSetup Load(string model, DeviceProfile? device, string? provider, int? threads, bool onlyFullWidth = false)
    {
        EngineSettings settings = new(provider ?? device?.Provider ?? "cpu", threads ?? device?.Threads ?? Environment.ProcessorCount);
        return new ModelSetup(ModelPackage.Load(model), device, settings, onlyFullWidth);
    }

    /// <summary>The budget and policy of the profile; without one, the manifest's default price and no bucket. Another policy may take the gate's place.</summary>
    public Allowance CreateAllowance(TimeProvider clock, WidthPolicy? instead = null) =>
        Profile is null ? Allowance.Free(Model.Costs, Model.Manifest.DefaultPrice) : CreateAllowance(Profile, clock, instead);

    /// <summary>The budget and policy of any profile, its price moved by a controller: plans compare several on one engine.</summary>
    public Allowance CreateAllowance(DeviceProfile profile, TimeProvider clock, WidthPolicy? instead = null) =>
        ProfileAllowance.Create(profile, Model, Nets, clock, instead);

    public void Dispose()
    {
        Nets.Dispose();
        engine.Dispose();
    }
}
