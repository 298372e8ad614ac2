using System.Text;

namespace SdCom.Edge.Runtime.Inference.SharedWeights;

/// <summary>Walks over the fields of one protobuf message (protobuf.dev/programming-guides/encoding), without the protobuf library, which the runtime does without.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> message)
{
    private const int Varint = 0, Fixed64 = 1, Delimited = 2, Fixed32 = 5;

    private readonly ReadOnlySpan<byte> message = message;
    private int position;

    /// <summary>The number of the field that was read last.</summary>
    public int Field { get; private set; }

    /// <summary>Its number, when it is one.</summary>
    public long Number { get; private set; }

    /// <summary>Its bytes, when it is text, bytes or a message.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>The whole field with its key, to be copied as it is.</summary>
    public ReadOnlySpan<byte> Record { get; private set; }

    /// <summary>Its bytes as text.</summary>
    public readonly string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>Reads the next field; false at the end.</summary>
    /// <exception cref="InvalidDataException">The message ends within a field.</exception>
    public bool Next()
    {
        if (position == message.Length)
            return false;
        int start = position;
        ulong key = ReadVarint();
        Field = (int)(key >> 3);
        Number = 0;
        Bytes = default;
        switch ((int)(key & 7))
        {
            case Varint:
                Number = (long)ReadVarint();
                break;
            case Delimited:
                Bytes = Take(ReadVarint());
                break;
            case Fixed64:
                Bytes = Take(8);
                break;
            case Fixed32:
                Bytes = Take(4);
                break;
            default:
                throw new InvalidDataException("a field of the graph has a type that is not in use.");
        }

        Record = message[start..position];
        return true;
    }

    /// <summary>Adds a repeated number's values, however it was written: each for itself, or packed.</summary>
    public readonly void AddNumbersTo(List<long> numbers)
    {
        if (Bytes.IsEmpty)
        {
            numbers.Add(Number);
            return;
        }

        WireReader packed = new(Bytes);
        while (packed.position < packed.message.Length)
            numbers.Add((long)packed.ReadVarint());
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Take(1)[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }

        throw new InvalidDataException("a number of the graph has more than 64 bits.");
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)(message.Length - position))
            throw new InvalidDataException("the graph ends within a field.");
        ReadOnlySpan<byte> taken = message.Slice(position, (int)count);
        position += (int)count;
        return taken;
    }
}
