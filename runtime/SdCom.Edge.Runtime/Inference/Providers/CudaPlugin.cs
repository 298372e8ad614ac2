using Microsoft.ML.OnnxRuntime;

namespace SdCom.Edge.Runtime.Inference.Providers;

/// <summary>CUDA for an ONNX Runtime that was built without it: NVIDIA's provider as a library beside it, made known to the environment once.</summary>
internal static class CudaPlugin
{
    public const string File = "libonnxruntime_providers_cuda.so";

    private const string Name = "sdcom-cuda";

    private static readonly Lock Gate = new();
    private static bool registered;

    /// <summary>Where the library has to lie.</summary>
    public static string ExpectedPath => Path.Combine(EngineLibrary.Folder, File);

    /// <summary>The GPU that the provider offers first.</summary>
    /// <exception cref="EngineException">The library is not there, does not load, or finds no GPU.</exception>
    public static OrtEpDevice Device()
    {
        lock (Gate)
        {
            if (!registered)
                Register();
        }

        return Find() ?? throw new EngineException(
            "provider cuda does not start: its library loads, and ONNX Runtime finds no NVIDIA GPU for it (looked for under /sys/class/drm and /sys/bus/pci/devices, then asked of the CUDA driver); see whether nvidia-smi lists one, or choose provider cpu.");
    }

    /// <summary>The registered provider's first GPU; null when nothing was registered or no GPU is there.</summary>
    public static OrtEpDevice? Find() => OrtEnv.Instance().GetEpDevices().FirstOrDefault(device => device.EpName == ExecutionProviders.CudaName);

    private static void Register()
    {
        if (!System.IO.File.Exists(ExpectedPath))
        {
            throw new EngineException(
                $"provider cuda does not start: this ONNX Runtime was built without it, and {ExpectedPath} is missing; SDCOM_GPU=1 ./sdcom ... restores it on x86-64 (230 MB), on a Jetson point {EngineLibrary.Variable} or the profile's library to its own libonnxruntime.so, or choose provider cpu.");
        }

        try
        {
            OrtEnv.Instance().RegisterExecutionProviderLibrary(Name, ExpectedPath);
            registered = true;
        }
        catch (OnnxRuntimeException problem)
        {
            throw new EngineException($"provider cuda does not start: {ProviderProblem.Explain(problem.Message)}", problem);
        }
    }
}
