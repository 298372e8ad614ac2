using System.Security.Cryptography;
using System.Text;
using SdCom.Edge.Core.Packages;

namespace SdCom.Edge.Runtime.Inference.Providers;

/// <summary>
/// Where TensorRT keeps the engines and kernel timings of one model on one machine. Its provider takes what it finds and asks nothing, so the folder's name is
/// made of all that an engine depends on: the model's graphs, TensorRT's version, the GPU, and the driver or JetPack release. What is of the same model and of
/// another such key is stale.
/// </summary>
public sealed class TensorRtCache
{
    /// <summary>The environment variable that names another folder for all caches.</summary>
    public const string Variable = "SDCOM_CACHE";

    private const int HashDigits = 12;
    private const string Note = "made-for.txt";
    private const string Built = "built";

    private readonly string parent;
    private readonly string model;
    private readonly string key;
    private readonly string madeFor;

    private TensorRtCache(string parent, ModelPackage model, GpuFacts gpu)
    {
        this.parent = parent;
        this.model = FolderName(model.Manifest.Name);
        madeFor = $"model {model.Manifest.Name} {GraphsHash(model)}\nTensorRT {gpu.TensorRt ?? "unknown"}\nGPU {gpu.Name ?? "unknown"}\ndriver {gpu.Driver ?? "unknown"}\n";
        key = Hash(madeFor)[..HashDigits];
    }

    /// <summary>The folder, <c>KEY</c> under the model's name.</summary>
    public string Folder => Path.Combine(parent, model, key);

    /// <summary>Whether every engine was built there before.</summary>
    public bool IsBuilt => File.Exists(Path.Combine(Folder, Built));

    /// <summary>The cache of a model on a machine; nothing is written.</summary>
    /// <param name="model">The model.</param>
    /// <param name="gpu">The machine.</param>
    /// <param name="parent">The folder of all caches; null takes <see cref="Variable"/>'s, or the user's cache folder.</param>
    public static TensorRtCache Of(ModelPackage model, GpuFacts gpu, string? parent = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(gpu);
        return new TensorRtCache(parent ?? UsualParent(), model, gpu);
    }

    /// <summary>Makes the folder, says in it what it was made for, and removes what is stale of the same model.</summary>
    /// <exception cref="EngineException">The folder cannot be written.</exception>
    public void Prepare()
    {
        try
        {
            Directory.CreateDirectory(Folder);
            File.WriteAllText(Path.Combine(Folder, Note), madeFor);
            foreach (string stale in Directory.GetDirectories(Path.Combine(parent, model)).Where(folder => Path.GetFileName(folder) != key && File.Exists(Path.Combine(folder, Note))))
                Directory.Delete(stale, recursive: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new EngineException($"{Folder}: TensorRT's cache cannot be kept there: {problem.Message}; set {Variable} to a folder that this user may write.", problem);
        }
    }

    /// <summary>Every graph has loaded, so every engine is there: the next start will be quick. One that was killed while building goes on with what there is.</summary>
    public void Complete() => File.WriteAllText(Path.Combine(Folder, Built), string.Empty);

    // $XDG_CACHE_HOME, or ~/.cache, as its specification says.
    private static string UsualParent()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            return Path.Combine(Path.GetFullPath(named), "tensorrt");
        string? xdg = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Path.Combine(Path.IsPathFullyQualified(xdg ?? string.Empty) ? xdg! : Path.Combine(home, ".cache"), "sdcom", "tensorrt");
    }

    // A name may hold what no folder should be called, such as "..".
    private static string FolderName(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_'));

    private static string GraphsHash(ModelPackage model) =>
        Hash(string.Join('\n', ModelFiles.Graphs(model.Network.Widths).Select(file => model.Manifest.Files[file].Sha256)))[..HashDigits];

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
