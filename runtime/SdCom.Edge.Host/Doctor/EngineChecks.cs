using System.Globalization;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Core.Profiles;
using SdCom.Edge.Host.Engines;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Runtime.Inference;
using SdCom.Edge.Runtime.Inference.Providers;
using SdCom.Edge.Runtime.Machine;

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
        return Check.Ok("onnxruntime", $"{Engine.Description}, built with {string.Join(", ", Engine.Providers)}, from {EngineLibrary.Chosen ?? LoadedLibraries.PathOf("libonnxruntime.so") ?? "beside the program"}");
    }

    /// <summary>The GPU as the machine describes it.</summary>
    public DoctorCheck Gpu() => gpu.HasGpu
        ? Check.Ok("gpu", gpu.ToString())
        : Check.Skipped("gpu", "no NVIDIA GPU: profiles with provider cuda or tensorrt need one, cpu runs everywhere");

    /// <summary>Proves the profile's provider by running the model on it; without a profile CUDA's where there is a GPU, else the CPU's.</summary>
    public DoctorCheck Provider()
    {
        EngineChoice asked = EngineChoice.Of(profile, null);
        if (profile is null ? !gpu.HasGpu : profile.Provider == "cpu")
            return Cpu(asked.On("cpu"));
        EngineChoice choice = asked.On(profile?.Provider ?? "cuda");
        try
        {
            return Prove(choice);
        }
        catch (EngineException problem)
        {
            // Only a profile needs it; one that may fall back needs it less.
            bool needed = profile is not null && !asked.FallsBack;
            string detail = problem.Message.ReplaceLineEndings(" ") + (asked.FallsBack ? " The profile falls back to cpu." : string.Empty);
            return needed ? Check.Fail("provider", detail, Fix) : Check.Warn("provider", detail, Fix);
        }
    }

    private string Fix => $"on x86-64 SDCOM_GPU=1 ./sdcom doctor --profile {profile?.Path ?? "device-profiles/desktop-cuda.json"} restores NVIDIA's provider, which needs CUDA 13 and cuDNN 9; on a Jetson set {EngineLibrary.Variable} to its own libonnxruntime.so; or take a profile with provider cpu.";

    private DoctorCheck Cpu(EngineChoice choice)
    {
        if (!Directory.Exists(model))
            return Check.Skipped("provider", "nothing to prove it by without a model; the line of the model says the rest");
        ModelPackage package = ModelPackage.Load(model);
        (Engine runs, Nets nets) = EngineStart.Load(package, choice, onlyFullWidth: true);
        using (runs)
        using (nets)
            return Check.Ok("provider", string.Create(CultureInfo.InvariantCulture, $"cpu: full width in {ProviderProof.MedianOf(package, nets, TimeProvider.System):0.0} ms, {Describe(runs.Settings)}{(profile is null ? "; give --profile to prove another" : string.Empty)}"));
    }

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
                ProviderVerdict.Runs => Check.Ok("provider", $"{proof}{cache}"),
                ProviderVerdict.Slower => Check.Warn("provider", $"{proof}{cache}", "take a profile with provider cpu for this model, or a larger model."),
                _ => Check.Fail("provider", proof.ToString(), Fix),
            };
        }
    }

    private static string Describe(EngineSettings settings) =>
        $"{settings.Threads} threads{(settings.Spinning ? " that spin" : "")}, {(settings.Affinity is { } cores ? $"cores {string.Join(", ", cores)}" : "any core")}";
}
