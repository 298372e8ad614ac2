using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace SdCom.Edge.Runtime.Inference.Providers;

/// <summary>
/// Which <c>libonnxruntime.so</c> this process runs: the one beside the program, or the device's own, which on a Jetson is the only one with CUDA and TensorRT.
/// A library older than the binding has a shorter table of functions, and whoever reads beyond it crashes: so its version is asked for before the binding sees it.
/// </summary>
public static class EngineLibrary
{
    /// <summary>The environment variable that names a library; it wins over the profile's.</summary>
    public const string Variable = "SDCOM_ONNXRUNTIME";

    /// <summary>The oldest library that has all that this binding calls.</summary>
    internal static readonly Version Oldest = new(1, 29);

    private static readonly Lock Gate = new();
    private static string? chosen;

    /// <summary>The path of the device's own library; null when the one beside the program runs.</summary>
    public static string? Chosen => chosen;

    /// <summary>The folder of the library that runs; execution providers lie beside it.</summary>
    public static string Folder => Path.GetDirectoryName(chosen) ?? AppContext.BaseDirectory;

    /// <summary>Takes the library that the environment or the profile names; nothing when neither does. Only the first choice of a process counts.</summary>
    /// <param name="profile">The profile's path, or null.</param>
    /// <exception cref="EngineException">The file is missing, no ONNX Runtime, or too old.</exception>
    public static void Choose(string? profile)
    {
        string? path = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : profile;
        if (path is null)
            return;
        path = Path.GetFullPath(path);
        lock (Gate)
        {
            if (chosen == path)
                return;
            if (chosen is not null || OrtEnv.IsCreated)
                throw new EngineException($"{path}: this process already runs another ONNX Runtime, {chosen ?? "the one beside the program"}; start it anew.");
            nint library = Open(path);
            OrtEnv.DisableDllImportResolver = true; // its own one looks beside the program
            NativeLibrary.SetDllImportResolver(typeof(OrtEnv).Assembly, (name, _, _) => name.Contains("onnxruntime", StringComparison.Ordinal) ? library : 0);
            chosen = path;
        }
    }

    // Loads a library and asks for its version through the two functions that every version has.
    private static nint Open(string path)
    {
        string remedy = $"give {Variable} or the profile's library the path of a libonnxruntime.so, {Oldest} or newer";
        if (!File.Exists(path))
            throw new EngineException($"{path}: there is no such file; {remedy}.");
        nint library = 0;
        try
        {
            library = NativeLibrary.Load(path);
            if (!NativeLibrary.TryGetExport(library, "OrtGetApiBase", out nint export))
                throw new EngineException($"{path}: this library is no ONNX Runtime; {remedy}.");
            ApiBase functions = Marshal.PtrToStructure<ApiBase>(Marshal.GetDelegateForFunctionPointer<GetApiBase>(export)());
            string? version = Marshal.PtrToStringUTF8(Marshal.GetDelegateForFunctionPointer<GetVersionString>(functions.GetVersionString)());
            if (!IsNewEnough(version))
                throw new EngineException($"{path}: this is ONNX Runtime {version}, and the binding calls functions of {Oldest}; {remedy}, or build one (build.sh --use_cuda --use_tensorrt).");
            return library;
        }
        catch (Exception problem) when (problem is DllNotFoundException or BadImageFormatException)
        {
            throw new EngineException($"{path}: the system cannot load this library: {Engine.FirstLine(problem.Message)}; {remedy} for this processor.", problem);
        }
        catch (EngineException)
        {
            NativeLibrary.Free(library);
            throw;
        }
    }

    /// <summary>Whether a version string such as 1.29.0 is at least <see cref="Oldest"/>; a suffix such as -rc1 is left out.</summary>
    internal static bool IsNewEnough(string? version) =>
        Version.TryParse(version?.Split('-', '+')[0], out Version? number) && number >= Oldest;

    // The head of onnxruntime_c_api.h's OrtApiBase.
    [StructLayout(LayoutKind.Sequential)]
    private struct ApiBase
    {
        public nint GetApi;
        public nint GetVersionString;
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint GetApiBase();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint GetVersionString();
}
