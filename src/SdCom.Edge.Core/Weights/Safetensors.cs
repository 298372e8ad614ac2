using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace SdCom.Edge.Core.Weights;

/// <summary>
/// Reads and writes float32 tensors in the safetensors container: 8 bytes little-endian header length, a JSON header
/// (name to dtype, shape, data_offsets relative to the header's end; free text under __metadata__), raw little-endian data
/// (as every machine that .NET runs this on keeps it).
/// </summary>
public static class Safetensors
{
    private const int MaxHeaderBytes = 64 << 20;
    private const string MetadataKey = "__metadata__";

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="InputException">The file is missing, truncated, not safetensors, or holds another number type; the message is one line with file and reason.</exception>
    public static WeightSet Read(string path)
    {
        try
        {
            return Parse(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read: {e.Message}", e);
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or InvalidOperationException or FormatException or KeyNotFoundException or ArgumentException)
        {
            throw new InputException($"{path}: not a whole safetensors file of float32 tensors ({e.Message.ReplaceLineEndings(" ")}); write or download it again.", e);
        }
    }

    /// <summary>Writes a file, names in ordinal order, so that equal weights give equal bytes. Written aside, then renamed: a reader never meets half a file.</summary>
    public static void Write(string path, WeightSet weights)
    {
        string aside = path + ".aside";
        using (FileStream stream = File.Create(aside))
        {
            byte[] header = Header(weights);
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (string name in weights.Names)
                stream.Write(MemoryMarshal.AsBytes(weights[name].Values.AsSpan()));
            stream.Flush(flushToDisk: true);
        }

        File.Move(aside, path, overwrite: true);
    }

    private static WeightSet Parse(ReadOnlySpan<byte> file)
    {
        if (file.Length < 8)
            throw new InvalidDataException("the file is shorter than its own header");
        long headerLength = BinaryPrimitives.ReadInt64LittleEndian(file);
        if (headerLength is < 2 or > MaxHeaderBytes || headerLength > file.Length - 8)
            throw new InvalidDataException($"the header length {headerLength} does not fit the file of {file.Length} bytes");
        ReadOnlySpan<byte> data = file[(8 + (int)headerLength)..];
        WeightSet weights = new();
        using JsonDocument header = JsonDocument.Parse(file.Slice(8, (int)headerLength).ToArray());
        foreach (JsonProperty entry in header.RootElement.EnumerateObject())
        {
            if (entry.Name == MetadataKey)
            {
                foreach (JsonProperty text in entry.Value.EnumerateObject())
                    weights.Metadata[text.Name] = text.Value.GetString() ?? "";
            }
            else
            {
                weights.Add(entry.Name, Tensor(entry, data));
            }
        }

        return weights;
    }

    private static WeightTensor Tensor(JsonProperty entry, ReadOnlySpan<byte> data)
    {
        string? type = entry.Value.GetProperty("dtype").GetString();
        if (type != "F32")
            throw new InvalidDataException($"tensor {entry.Name} has dtype {type}, only F32 is read");
        int[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(n => n.GetInt32())];
        JsonElement offsets = entry.Value.GetProperty("data_offsets");
        long start = offsets[0].GetInt64();
        long end = offsets[1].GetInt64();
        if (start < 0 || end < start || end > data.Length || (end - start) % sizeof(float) != 0)
            throw new InvalidDataException($"tensor {entry.Name} lies at {start}..{end} of {data.Length} data bytes");
        float[] values = MemoryMarshal.Cast<byte, float>(data[(int)start..(int)end]).ToArray();
        return new WeightTensor(shape, values);
    }

    private static byte[] Header(WeightSet weights)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text))
        {
            json.WriteStartObject();
            if (weights.Metadata.Count > 0)
            {
                json.WriteStartObject(MetadataKey);
                foreach ((string key, string value) in weights.Metadata)
                    json.WriteString(key, value);
                json.WriteEndObject();
            }

            long offset = 0;
            foreach (string name in weights.Names)
            {
                WeightTensor tensor = weights[name];
                json.WriteStartObject(name);
                json.WriteString("dtype", "F32");
                json.WriteStartArray("shape");
                foreach (int n in tensor.Shape)
                    json.WriteNumberValue(n);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += tensor.Values.LongLength * sizeof(float));
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        // The format allows trailing spaces; with them the data starts at a multiple of 8 bytes and can be memory-mapped.
        text.Write(Encoding.ASCII.GetBytes(new string(' ', (int)((8 - (text.Length % 8)) % 8))));
        return text.ToArray();
    }
}
