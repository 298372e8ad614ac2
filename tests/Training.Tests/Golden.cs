using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using TorchSharp;
using static TorchSharp.torch;

namespace SdCom.Edge.Training.Tests;

/// <summary>Reads the reference arrays of shared/golden; a test is skipped when that folder is absent.</summary>
internal static class Golden
{
    public static string Require(string relative)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", relative);
            if (File.Exists(path))
                return path;
        }
        Assert.Skip($"shared/{relative} is not beside the repository");
        return "";
    }

    /// <summary>An array in NumPy's format, version 1, C order: float32 as it is, int32 as int64.</summary>
    public static Tensor Npy(string relative) => Shared($"golden/{relative}.npy");

    /// <summary>The same, of any file under shared.</summary>
    public static Tensor Shared(string path)
    {
        byte[] file = File.ReadAllBytes(Require(path));
        int header = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(8));
        string text = System.Text.Encoding.ASCII.GetString(file, 10, header);
        long[] shape = [.. Regex.Match(text, @"'shape': \(([^)]*)\)").Groups[1].Value
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)];
        if (text.Contains("'<i4'", StringComparison.Ordinal))
            return tensor(Array.ConvertAll(MemoryMarshal.Cast<byte, int>(file.AsSpan(10 + header)).ToArray(), i => (long)i), shape);
        Assert.Contains("'<f4'", text, StringComparison.Ordinal);
        return tensor(MemoryMarshal.Cast<byte, float>(file.AsSpan(10 + header)).ToArray(), shape);
    }

    public static Dictionary<string, Tensor> Safetensors(string relative)
    {
        byte[] file = File.ReadAllBytes(Require($"golden/{relative}.safetensors"));
        int header = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        using JsonDocument json = JsonDocument.Parse(file.AsMemory(8, header));
        var tensors = new Dictionary<string, Tensor>();
        foreach (JsonProperty entry in json.RootElement.EnumerateObject().Where(e => e.Name != "__metadata__"))
        {
            long[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(d => d.GetInt64())];
            int start = entry.Value.GetProperty("data_offsets")[0].GetInt32();
            int end = entry.Value.GetProperty("data_offsets")[1].GetInt32();
            tensors[entry.Name] = tensor(MemoryMarshal.Cast<byte, float>(file.AsSpan(8 + header)[start..end]).ToArray(), shape);
        }
        return tensors;
    }

    public static void Near(Tensor expected, Tensor actual, double absolute, double relative)
    {
        Assert.Equal(expected.shape, actual.shape);
        using Tensor excess = (actual - expected).abs() - (expected.abs() * relative + absolute);
        Assert.True(excess.max().ToSingle() <= 0, $"beyond the tolerance by {excess.max().ToSingle():g3}");
    }
}
