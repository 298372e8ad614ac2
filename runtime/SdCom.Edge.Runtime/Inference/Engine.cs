using System.Runtime.Intrinsics.X86;
using Microsoft.ML.OnnxRuntime;

namespace SdCom.Edge.Runtime.Inference;

/// <summary>ONNX Runtime with one thread pool and one arena for all sessions. Both belong to the process: the first settings decide the pool's size.</summary>
public sealed class Engine : IDisposable
{
    private static readonly Lock EnvironmentGate = new();
    private static OrtEnv? environment;

    private readonly SessionOptions options;

    /// <exception cref="EngineException">The provider is unknown or not in this build of ONNX Runtime.</exception>
    public Engine(EngineSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Settings = settings;
        lock (EnvironmentGate)
            environment ??= CreateEnvironment(settings.Threads);
        options = new SessionOptions
        {
            GraphOptimizationLevel = settings.Optimised ? GraphOptimizationLevel.ORT_ENABLE_ALL : GraphOptimizationLevel.ORT_DISABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.DisablePerSessionThreads();
        options.AddSessionConfigEntry("session.use_env_allocators", "1");
        if (SaturatesByteSums)
            options.AddSessionConfigEntry("session.x64quantprecision", "1");
        Append(settings.Provider);
    }

    public EngineSettings Settings { get; }

    /// <summary>Name and version for reports.</summary>
    public static string Description => $"onnxruntime {OrtEnv.Instance().GetVersionString()}";

    /// <summary>The execution providers that this ONNX Runtime was built with; only an inference proves that one of them works here.</summary>
    public static IReadOnlyList<string> Providers => OrtEnv.Instance().GetAvailableProviders();

    /// <summary>Loads a graph.</summary>
    /// <exception cref="EngineException">The file is no graph that this engine can run.</exception>
    public InferenceSession Load(string path)
    {
        try
        {
            return new InferenceSession(path, options);
        }
        catch (OnnxRuntimeException problem)
        {
            throw new EngineException($"{path}: the engine refuses this graph: {FirstLine(problem.Message)}; export the model again.", problem);
        }
    }

    public void Dispose() => options.Dispose();

    // x86-64 without VNNI adds pairs of uint8 x int8 products with saturation: fast, and wrong for INT8 models, whose filters use all 8 bits. ONNX Runtime then has
    // kernels that are right and about half as fast; where there is VNNI it would take them as well if it was told to, so it is not. Leaf 7: bit 11 of ECX is
    // AVX512_VNNI; of its subleaf 1, bit 4 of EAX is AVX-VNNI.
    private static bool SaturatesByteSums =>
        X86Base.IsSupported && (X86Base.CpuId(7, 0).Ecx & (1 << 11)) == 0 && (X86Base.CpuId(7, 0).Eax < 1 || (X86Base.CpuId(7, 1).Eax & (1 << 4)) == 0);

    internal static string FirstLine(string text)
    {
        int end = text.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }

    // No spinning: a busy neighbour makes spinning pools two to four times slower.
    private static OrtEnv CreateEnvironment(int threads)
    {
        using OrtThreadingOptions threading = new() { GlobalIntraOpNumThreads = threads, GlobalInterOpNumThreads = 1, GlobalSpinControl = false };
        EnvironmentCreationOptions creation = new() { logId = "sdcom", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, threadOptions = threading };
        OrtEnv created = OrtEnv.CreateInstanceWithOptions(ref creation);
        created.DisableTelemetryEvents();

        // One arena for all sessions: a session for each width would otherwise keep room of its own for what only one of them computes at a time.
        const int engineDecides = -1;
        using OrtMemoryInfo memory = new(OrtMemoryInfo.allocatorCPU, OrtAllocatorType.ArenaAllocator, 0, OrtMemType.Default);
        using OrtArenaCfg arena = new(0, engineDecides, engineDecides, engineDecides);
        created.CreateAndRegisterAllocator(memory, arena);
        return created;
    }

    private void Append(string provider)
    {
        try
        {
            switch (provider)
            {
                case "cpu":
                    break;
                case "cuda":
                    options.AppendExecutionProvider_CUDA();
                    break;
                case "tensorrt":
                    options.AppendExecutionProvider_Tensorrt();
                    options.AppendExecutionProvider_CUDA(); // for what TensorRT leaves
                    break;
                default:
                    throw new EngineException($"provider must be cpu, cuda or tensorrt, got '{provider}'.");
            }
        }
        catch (Exception problem) when (problem is OnnxRuntimeException or EntryPointNotFoundException)
        {
            options.Dispose();
            throw new EngineException(
                $"provider '{provider}' is not in this ONNX Runtime ({FirstLine(problem.Message)}); choose a profile with provider cpu, or point the program to the device's own libonnxruntime.so.", problem);
        }
    }
}
