using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace SdCom.Edge.Runtime.Inference.Providers;

/// <summary>Which execution provider ran how many nodes of a graph, after fusion, by the engine's own profile of a run.</summary>
public sealed class NodePlaces
{
    private readonly Dictionary<string, int> nodes;

    private NodePlaces(Dictionary<string, int> nodes) => this.nodes = nodes;

    /// <summary>Nodes that ran.</summary>
    public int Count => nodes.Values.Sum();

    /// <summary>Nodes that ran on a provider of cpu, cuda or tensorrt.</summary>
    public int On(string provider) => nodes.GetValueOrDefault(provider switch
    {
        "cuda" => ExecutionProviders.CudaName,
        "tensorrt" => ExecutionProviders.TensorRtName,
        _ => "CPUExecutionProvider",
    });

    /// <summary>Reads a profile: an array of events, of which those of kernels name their provider. Copies between devices are no work of the graph.</summary>
    internal static NodePlaces Parse(Stream profile)
    {
        using JsonDocument document = JsonDocument.Parse(profile);
        Dictionary<string, int> nodes = new(StringComparer.Ordinal);
        foreach (JsonElement happened in document.RootElement.EnumerateArray())
        {
            if (Text(happened, "cat") != "Node" || Text(happened, "name")?.EndsWith("_kernel_time", StringComparison.Ordinal) != true || !happened.TryGetProperty("args", out JsonElement facts))
                continue;
            if (Text(facts, "provider") is { Length: > 0 } provider && Text(facts, "op_name")?.StartsWith("Memcpy", StringComparison.Ordinal) != true)
                nodes[provider] = nodes.GetValueOrDefault(provider) + 1;
        }

        return new NodePlaces(nodes);
    }

    /// <summary>Runs a session whose profiler is on, once, on zeros.</summary>
    internal static NodePlaces Of(InferenceSession session)
    {
        List<OrtValue> zeros = [];
        try
        {
            foreach (string name in session.InputNames)
                zeros.Add(Zeros(session.InputMetadata[name]));
            using RunOptions run = new();
            session.Run(run, session.InputNames, zeros, session.OutputNames).Dispose();
        }
        finally
        {
            zeros.ForEach(value => value.Dispose());
        }

        using FileStream profile = File.OpenRead(session.EndProfiling());
        return Parse(profile);
    }

    private static OrtValue Zeros(NodeMetadata input)
    {
        long[] shape = [.. input.Dimensions.Select(n => (long)n)];
        long length = shape.Aggregate(1L, (a, b) => a * b);
        return input.ElementDataType == TensorElementType.UInt8
            ? OrtValue.CreateTensorValueFromMemory(new byte[length], shape)
            : OrtValue.CreateTensorValueFromMemory(new float[length], shape);
    }

    private static string? Text(JsonElement parent, string name) => parent.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
