using Microsoft.ML.OnnxRuntime;

namespace SdCom.Edge.Runtime.Inference.Providers;

/// <summary>
/// Puts cuda or tensorrt before the CPU in a session's options. A library that was built with CUDA (a Jetson's own, Microsoft's GPU package) has both inside; the
/// one that this project restores has neither, and takes CUDA as a plugin (<see cref="CudaPlugin"/>). TensorRT's provider exports no plugin entry (CreateEpFactories).
/// </summary>
internal static class ExecutionProviders
{
    public const string CudaName = "CUDAExecutionProvider";
    public const string TensorRtName = "TensorrtExecutionProvider";

    // Float32 convolutions as the manifest's parity vector wants them: by default CUDA rounds their factors to TensorFloat-32's 10 bits.
    private static readonly Dictionary<string, string> Cuda = new() { ["use_tf32"] = "0" };

    /// <summary>Adds the provider of these settings; nothing for the CPU.</summary>
    /// <exception cref="EngineException">It does not run on this machine, with the remedy.</exception>
    public static void Append(SessionOptions options, EngineSettings settings)
    {
        try
        {
            switch (settings.Provider)
            {
                case "cpu":
                    return;
                case "cuda":
                    AppendCuda(options);
                    return;
                case "tensorrt":
                    AppendTensorRt(options, settings);
                    AppendCuda(options); // for what TensorRT leaves
                    return;
                default:
                    throw new EngineException($"provider must be cpu, cuda or tensorrt, got '{settings.Provider}'.");
            }
        }
        catch (Exception problem) when (problem is OnnxRuntimeException or EntryPointNotFoundException)
        {
            throw new EngineException($"provider {settings.Provider} does not start: {ProviderProblem.Explain(problem.Message)}", problem);
        }
    }

    /// <summary>What TensorRT is told: 16 bits only for graphs that are float16 already, and where to keep what it builds.</summary>
    internal static Dictionary<string, string> TensorRtOptions(EngineSettings settings)
    {
        Dictionary<string, string> told = new() { ["device_id"] = "0", ["trt_fp16_enable"] = settings.HalfPrecision ? "1" : "0" };
        if (settings.TensorRtFolder is { } folder)
        {
            told["trt_engine_cache_enable"] = "1";
            told["trt_engine_cache_path"] = folder;
            told["trt_timing_cache_enable"] = "1";
            told["trt_timing_cache_path"] = folder;
        }

        return told;
    }

    private static void AppendCuda(SessionOptions options)
    {
        if (Engine.Providers.Contains(CudaName))
        {
            using OrtCUDAProviderOptions told = new();
            told.UpdateOptions(Cuda);
            options.AppendExecutionProvider_CUDA(told);
        }
        else
        {
            options.AppendExecutionProvider(OrtEnv.Instance(), [CudaPlugin.Device()], Cuda);
        }
    }

    private static void AppendTensorRt(SessionOptions options, EngineSettings settings)
    {
        if (!Engine.Providers.Contains(TensorRtName))
        {
            throw new EngineException(
                $"provider tensorrt does not start: this ONNX Runtime was built without it, and TensorRT cannot be added to one; point {EngineLibrary.Variable} or the profile's library to one that has it (on a Jetson its own, on a desktop that of Microsoft's GPU release), or choose provider cuda or cpu.");
        }

        using OrtTensorRTProviderOptions told = new();
        told.UpdateOptions(TensorRtOptions(settings));
        options.AppendExecutionProvider_Tensorrt(told);
    }
}
