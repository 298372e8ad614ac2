using System.Text.RegularExpressions;

namespace SdCom.Edge.Runtime.Inference.Providers;

/// <summary>Turns what the loader, CUDA and ONNX Runtime say about a provider that does not start into what is missing and how to get it.</summary>
internal static partial class ProviderProblem
{
    /// <summary>One line with the remedy; the engine's own words where they are not known.</summary>
    public static string Explain(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.Contains("undefined symbol: Provider_GetHost", StringComparison.Ordinal))
            return "libonnxruntime_providers_shared.so is not beside libonnxruntime.so; it belongs to the provider, copy it there (SDCOM_GPU=1 ./sdcom ... does).";
        if (Failure().Match(message) is { Success: true } failure)
            message = failure.Value.Trim(' ', ';', '.'); // out of a line of C++ templates
        if (message.Contains("cuDNN is not available", StringComparison.Ordinal) || message.Contains("cuDNN is unavailable", StringComparison.Ordinal))
            return "cuDNN 9 is missing (libcudnn.so.9); install it where the loader looks, or add its folder to LD_LIBRARY_PATH, or choose provider cpu.";
        if (MissingLibrary().Match(message) is { Success: true } missing)
        {
            string library = missing.Groups["library"].Value;
            return $"{library} is missing, a part of {Owner(library)}; install it where the loader looks (ldconfig -p | grep {Stem(library)}) or add its folder to LD_LIBRARY_PATH, or choose provider cpu.";
        }

        if (message.Contains("driver version is insufficient", StringComparison.OrdinalIgnoreCase))
            return $"{Engine.FirstLine(message)}; NVIDIA's driver is older than the CUDA libraries, update it (nvidia-smi shows the CUDA version that it can run), or choose provider cpu.";
        return $"{Engine.FirstLine(message)}; choose a profile with provider cpu, or point {EngineLibrary.Variable} to an ONNX Runtime that fits this machine.";
    }

    // The names that the providers link to: CUDA's libraries, cuDNN and TensorRT come in packages of their own, libcuda.so.1 with the driver.
    private static string Owner(string library) => Stem(library) switch
    {
        "libcuda" => "NVIDIA's driver",
        "libcudnn" => "cuDNN 9",
        "libnvinfer" or "libnvonnxparser" or "libnvinfer_plugin" => "TensorRT 10",
        "libcudart" or "libcublas" or "libcublasLt" or "libcurand" or "libcufft" => library.EndsWith(".13", StringComparison.Ordinal) || Stem(library) == "libcurand" ? "CUDA 13" : "CUDA",
        _ => "no package that this program knows",
    };

    private static string Stem(string library) => library[..library.IndexOf(".so", StringComparison.Ordinal)];

    [GeneratedRegex(@"\b(CUDA|CUDNN|CUBLAS|CURAND|CUFFT) failure -?\d+: [^;]*")]
    private static partial Regex Failure();

    [GeneratedRegex(@"(?<library>lib[\w+-]+\.so[\w.]*): cannot open shared object file")]
    private static partial Regex MissingLibrary();
}
