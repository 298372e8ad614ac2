using System.Buffers;
using System.Text;

namespace SdCom.Edge.Runtime.Inference.SharedWeights;

/// <summary>Writes the fields of one protobuf message; the counterpart of <see cref="WireReader"/>.</summary>
internal sealed class WireWriter
{
    private readonly ArrayBufferWriter<byte> message = new();

    public ReadOnlySpan<byte> Written => message.WrittenSpan;

    public WireWriter Number(int field, long number)
    {
        Varint((ulong)field << 3);
        Varint((ulong)number);
        return this;
    }

    public WireWriter Bytes(int field, ReadOnlySpan<byte> bytes)
    {
        Varint(((ulong)field << 3) | 2);
        Varint((ulong)bytes.Length);
        message.Write(bytes);
        return this;
    }

    public WireWriter Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    public WireWriter Message(int field, WireWriter inner) => Bytes(field, inner.Written);

    /// <summary>Copies fields as they were read.</summary>
    public WireWriter Records(ReadOnlySpan<byte> records)
    {
        message.Write(records);
        return this;
    }

    private void Varint(ulong value)
    {
        Span<byte> bytes = stackalloc byte[10];
        int count = 0;
        for (; value >= 0x80; value >>= 7)
            bytes[count++] = (byte)(value | 0x80);
        bytes[count++] = (byte)value;
        message.Write(bytes[..count]);
    }
}
