using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Profiles;
using SdCom.Edge.Host.Engines;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Runtime.Inference;
using SdCom.Edge.Runtime.Inference.Providers;

namespace SdCom.Edge.Host.Doctor;

/// <summary>What the doctor says of the engine, the GPU and the provider of a profile.</summary>
/// <param name="model">The folder of the model that must run.</param>
/// <param name="profile">The profile to look after, or null for the machine as such.</param>
/// <param name="root">The root of the file system; another one in tests.</param>
internal sealed class EngineChecks(string model, DeviceProfile? profile, string root)
{
    private readonly GpuFacts gpu = GpuFacts.Read(root);

    /// <summary>Which ONNX Runtime runs. It makes the process's first engine, whose thread pool and cores are everybody's.</summary>
    public DoctorCheck OnnxRuntime()
    {
        using Engine engine = new(EngineChoice.Of(profile, null).On("cpu").Settings);
        string where = EngineLibrary.Chosen is { } path ? $", from {path}" : string.Empty;
        return new DoctorCheck("onnxruntime", "ok", $"{Engine.Description}, built with {string.Join(", ", Engine.Providers)}{where}", null);
    }

    /// <summary>The GPU as the machine describes it.</summary>
    public DoctorCheck Gpu() => gpu.HasGpu
        ? new DoctorCheck("gpu", "ok", gpu.ToString(), null)
        : new DoctorCheck("gpu", "skipped", "no NVIDIA GPU: profiles with provider cuda or tensorrt need one, cpu runs everywhere", null);

    /// <summary>Proves the profile's provider; without a profile CUDA's, where there is a GPU.</summary>
    public DoctorCheck Provider()
    {
        EngineChoice asked = EngineChoice.Of(profile, null);
        if (profile is not null && profile.Provider == "cpu")
            return new DoctorCheck("provider", "ok", $"cpu, {Describe(asked.Settings)}", null);
        if (profile is null && !gpu.HasGpu)
            return new DoctorCheck("provider", "skipped", "cpu is what runs here; give --profile to prove another", null);
        EngineChoice choice = asked.On(profile?.Provider ?? "cuda");
        try
        {
            return Prove(choice);
        }
        catch (EngineException problem)
        {
            // Only a profile needs it; one that may fall back needs it less.
            bool needed = profile is not null && !asked.FallsBack;
            return new DoctorCheck("provider", needed ? "fail" : "warn", problem.Message.ReplaceLineEndings(" ") + (asked.FallsBack ? " The profile falls back to cpu." : string.Empty), Fix);
        }
    }

    private string Fix => $"on x86-64 SDCOM_GPU=1 ./sdcom doctor --profile {profile?.Path ?? "device-profiles/desktop-cuda.json"} restores NVIDIA's provider, which needs CUDA 13 and cuDNN 9; on a Jetson set {EngineLibrary.Variable} to its own libonnxruntime.so; or take a profile with provider cpu.";

    private DoctorCheck Prove(EngineChoice choice)
    {
        ModelPackage package = ModelPackage.Load(model);
        (Engine engine, Nets nets) = EngineStart.Load(package, choice, onlyFullWidth: false);
        using (engine)
        using (nets)
        {
            ProviderProof proof = ProviderProof.Measure(package, engine, nets, TimeProvider.System);
            string cache = engine.Settings.TensorRtFolder is { } folder ? $"; engines are kept in {folder}" : string.Empty;
            return proof.Verdict switch
            {
                ProviderVerdict.Runs => new DoctorCheck("provider", "ok", $"{proof}{cache}", null),
                ProviderVerdict.Slower => new DoctorCheck("provider", "warn", $"{proof}{cache}", "take a profile with provider cpu for this model, or a larger model."),
                _ => new DoctorCheck("provider", "fail", proof.ToString(), Fix),
            };
        }
    }

    private static string Describe(EngineSettings settings) =>
        $"{settings.Threads} threads{(settings.Spinning ? " that spin" : "")}, {(settings.Affinity is { } cores ? $"cores {string.Join(", ", cores)}" : "any core")}";
}
