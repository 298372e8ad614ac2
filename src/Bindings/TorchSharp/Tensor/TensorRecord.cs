using TorchSharp.Interop;

namespace TorchSharp.Utils;

/// <summary>TorchSharp's record of one tensor: LEB128 type, LEB128 number of sizes, LEB128 sizes, row-major little-endian bytes.</summary>
internal static class TensorRecord
{
    internal static void WriteNumber(BinaryWriter writer, long value) => writer.Write7BitEncodedInt64(value);

    internal static long ReadNumber(BinaryReader reader) => reader.Read7BitEncodedInt64();

    internal static void Write(BinaryWriter writer, torch.Tensor tensor)
    {
        long[] shape = tensor.shape;
        WriteNumber(writer, (long)tensor.dtype);
        WriteNumber(writer, shape.Length);
        foreach (long size in shape)
            WriteNumber(writer, size);
        byte[] bytes = new byte[tensor.NumberOfElements * tensor.ElementSize];
        Native.Check(Native.ts_copy_bytes_out(tensor.Handle, bytes, bytes.Length));
        writer.Write(bytes);
    }

    internal static torch.Tensor Read(BinaryReader reader)
    {
        (torch.ScalarType type, long[] shape) = ReadHeader(reader);
        torch.Tensor tensor = torch.empty(shape, type);
        ReadBytes(reader, tensor);
        return tensor;
    }

    internal static void ReadInto(BinaryReader reader, torch.Tensor tensor, bool skip)
    {
        if (skip)
        {
            Skip(reader);
            return;
        }
        (torch.ScalarType type, long[] shape) = ReadHeader(reader);
        if (type != tensor.dtype)
            throw new ArgumentException($"the file holds {type}, the tensor is {tensor.dtype}");
        if (!shape.AsSpan().SequenceEqual(tensor.shape))
            throw new ArgumentException($"the file holds sizes [{string.Join(", ", shape)}], the tensor has [{string.Join(", ", tensor.shape)}]");
        ReadBytes(reader, tensor);
    }

    internal static void Skip(BinaryReader reader)
    {
        using torch.Tensor passed = Read(reader);
    }

    private static (torch.ScalarType Type, long[] Shape) ReadHeader(BinaryReader reader)
    {
        long type = ReadNumber(reader);
        if (!Enum.IsDefined((torch.ScalarType)type))
            throw new InvalidDataException($"{type} is no element type: this is no tensor file, or it is damaged");
        long dimensions = ReadNumber(reader);
        if (dimensions is < 0 or > 64)
            throw new InvalidDataException($"{dimensions} dimensions: this is no tensor file, or it is damaged");
        var shape = new long[dimensions];
        for (int i = 0; i < shape.Length; i++)
            shape[i] = ReadNumber(reader);
        return ((torch.ScalarType)type, shape);
    }

    private static void ReadBytes(BinaryReader reader, torch.Tensor tensor)
    {
        int length = checked((int)(tensor.NumberOfElements * tensor.ElementSize));
        byte[] bytes = reader.ReadBytes(length);
        if (bytes.Length != length)
            throw new EndOfStreamException($"the file ends {length - bytes.Length} bytes early");
        Native.Check(Native.ts_copy_bytes_in(tensor.Handle, bytes, bytes.Length));
    }
}
