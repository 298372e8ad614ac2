using System.Runtime.Intrinsics.X86;
using Microsoft.ML.OnnxRuntime;
using SdCom.Edge.Runtime.Inference.Binding;
using SdCom.Edge.Runtime.Inference.Providers;

namespace SdCom.Edge.Runtime.Inference;

/// <summary>ONNX Runtime with one thread pool and one arena for all sessions. Both belong to the process: the first settings decide the pool's size.</summary>
public sealed class Engine : IDisposable
{
    private static readonly Lock EnvironmentGate = new();
    private static OrtEnv? environment;

    private readonly SessionOptions options;

    static Engine() => EngineTelemetry.Prevent();

    /// <exception cref="EngineException">The provider is unknown or does not run here, or the library, cores or files that the settings name cannot be used.</exception>
    public Engine(EngineSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Settings = settings;
        EngineLibrary.Choose(settings.Library);
        lock (EnvironmentGate)
            environment ??= CreateEnvironment(settings);
        options = CreateOptions();
    }

    public EngineSettings Settings { get; }

    /// <summary>The memory that sessions are given buffers in; null where they read and write the program's own, or where the provider copies by itself.</summary>
    internal DeviceMemory? Device =>
        Settings.Device ?? (Settings.Provider == "cuda" && CudaPlugin.Find() is { } gpu ? DeviceMemory.Of(gpu) : null);

    /// <summary>Name and version for reports.</summary>
    public static string Description => $"onnxruntime {OrtEnv.Instance().GetVersionString()}";

    /// <summary>The execution providers that this ONNX Runtime was built with; only an inference proves that one of them works here.</summary>
    public static IReadOnlyList<string> Providers => OrtEnv.Instance().GetAvailableProviders();

    /// <summary>Loads a graph.</summary>
    /// <exception cref="EngineException">The file is no graph that this engine can run.</exception>
    public InferenceSession Load(string path) => Try(path, () => new InferenceSession(path, options));

    /// <summary>Loads a graph and writes it, rewritten for this processor, to a file. The session is for a moment: what it takes is not of the common arena, which never shrinks.</summary>
    /// <exception cref="EngineException">The file is no graph that this engine can run, or cannot be written.</exception>
    internal InferenceSession LoadAndWrite(string path, string rewritten)
    {
        using SessionOptions writing = CreateOptions();
        writing.AddSessionConfigEntry("session.use_env_allocators", "0");
        writing.EnableCpuMemArena = false;
        writing.OptimizedModelFilePath = rewritten;
        return Try(path, () => new InferenceSession(path, writing));
    }

    /// <summary>Loads a graph that this engine has rewritten already, from memory.</summary>
    /// <exception cref="EngineException">It is no graph that this engine can run.</exception>
    internal InferenceSession LoadOptimised(byte[] graph, string name)
    {
        using SessionOptions asWritten = CreateOptions();
        asWritten.GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL;
        return Try(name, () => new InferenceSession(graph, asWritten));
    }

    /// <summary>Runs a graph once on zeros and tells which provider ran each of its nodes: what a provider does not know is left to the CPU without a word.</summary>
    /// <exception cref="EngineException">The graph cannot be loaded or run.</exception>
    public NodePlaces PlaceNodes(string path)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("sdcom-profile-");
        try
        {
            using SessionOptions profiled = CreateOptions();
            profiled.ProfileOutputPathPrefix = Path.Combine(folder.FullName, "run");
            profiled.EnableProfiling = true;
            using InferenceSession session = new(path, profiled);
            return NodePlaces.Of(session);
        }
        catch (OnnxRuntimeException problem)
        {
            throw new EngineException($"{path}: {Settings.Provider} does not run this graph: {ProviderProblem.Explain(problem.Message)}", problem);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public void Dispose() => options.Dispose();

    private InferenceSession Try(string path, Func<InferenceSession> load)
    {
        try
        {
            return load();
        }
        catch (OnnxRuntimeException problem)
        {
            throw new EngineException(
                Settings.Provider == "cpu"
                    ? $"{path}: the engine refuses this graph: {FirstLine(problem.Message)}; export the model again."
                    : $"{path}: {Settings.Provider} does not run this graph: {ProviderProblem.Explain(problem.Message)}",
                problem);
        }
    }

    private SessionOptions CreateOptions()
    {
        SessionOptions created = new()
        {
            GraphOptimizationLevel = Settings.Optimised ? GraphOptimizationLevel.ORT_ENABLE_ALL : GraphOptimizationLevel.ORT_DISABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            // What goes wrong on a GPU is thrown as well, in a line that is explained; the log would put the engine's own many lines beside it.
            LogSeverityLevel = Settings.Provider == "cpu" ? OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR : OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            EnableMemoryPattern = Settings.Provider != "cpu", // one block for all values of a graph: 5 to 8 MB more on the CPU, and no quicker there
        };
        try
        {
            created.DisablePerSessionThreads();
            created.AddSessionConfigEntry("session.use_env_allocators", "1");
            if (SaturatesByteSums)
                created.AddSessionConfigEntry("session.x64quantprecision", "1");
            ExecutionProviders.Append(created, Settings);
            return created;
        }
        catch
        {
            created.Dispose();
            throw;
        }
    }

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

    // No spinning unless asked: a busy neighbour makes spinning pools two to four times slower.
    private static OrtEnv CreateEnvironment(EngineSettings settings)
    {
        if (settings.Affinity is { } cores)
            CpuCores.KeepTo(cores); // before the pool's threads start
        using OrtThreadingOptions threading = new() { GlobalIntraOpNumThreads = settings.Threads, GlobalInterOpNumThreads = 1, GlobalSpinControl = settings.Spinning };
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
}
