using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using SdCom.Edge.Runtime.Outputs.Queue;

namespace SdCom.Edge.Runtime.Outputs.Serial;

/// <summary>What a message looks like on the line (README.md beside this file).</summary>
public interface ISerialProtocol
{
    /// <summary>The bytes of a message.</summary>
    byte[] Encode(in OutputMessage message);
}

/// <summary>A line of ASCII words, easy to read for people and for <c>sscanf</c>: whole numbers only, no spaces in names.</summary>
public sealed class TextProtocol : ISerialProtocol
{
    public byte[] Encode(in OutputMessage message) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{Word(message.Kind)} {Name(message.Action ?? "none")} {Percent(message.Confidence)} {(long)message.Start.TotalMilliseconds} {(long)message.Time.TotalMilliseconds} {Name(message.Camera ?? "camera")}\n"));

    /// <summary>Whole per cent.</summary>
    internal static int Percent(float confidence) => (int)Math.Round(100 * confidence);

    private static string Word(MessageKinds kind) => kind switch
    {
        MessageKinds.Began => "began",
        MessageKinds.Ended => "ended",
        _ => "frame",
    };

    private static string Name(string name) => string.Create(name.Length, name, static (place, text) =>
    {
        for (int i = 0; i < place.Length; i++)
            place[i] = text[i] is > ' ' and < (char)127 ? text[i] : '_';
    });
}

/// <summary>A binary frame for microcontrollers: sync, length, type, sequence, payload, CRC-16. Numbers are little-endian.</summary>
/// <param name="classes">The model's classes; an action travels as its position here.</param>
/// <param name="cameras">The cameras; one travels as its position here.</param>
public sealed class BinaryProtocol(IReadOnlyList<string> classes, IReadOnlyList<string?> cameras) : ISerialProtocol
{
    /// <summary>Stands for no action, and for a camera that is not listed.</summary>
    public const byte None = 255;

    private const int Header = 5; // sync, sync, length, type, sequence
    private const int Payload = 12;

    public byte[] Encode(in OutputMessage message)
    {
        byte[] frame = new byte[Header + Payload + sizeof(ushort)];
        frame[0] = 0xA5;
        frame[1] = 0x5A;
        frame[2] = Payload;
        frame[3] = message.Kind switch { MessageKinds.Began => 1, MessageKinds.Ended => 2, _ => 3 };
        frame[4] = (byte)message.Number;
        Span<byte> payload = frame.AsSpan(Header, Payload);
        payload[0] = Position(classes, message.Action, message.Action is null);
        payload[1] = (byte)TextProtocol.Percent(message.Confidence);
        payload[2] = Position(cameras, message.Camera, false);
        payload[3] = (byte)Math.Round(100 * message.Decision.Width.Fraction);
        BinaryPrimitives.WriteUInt32LittleEndian(payload[4..], (uint)(long)message.Start.TotalMilliseconds); // comes round after 49 days
        BinaryPrimitives.WriteUInt32LittleEndian(payload[8..], (uint)(long)message.Time.TotalMilliseconds);
        BinaryPrimitives.WriteUInt16LittleEndian(frame.AsSpan(Header + Payload), Crc16.Of(frame.AsSpan(2, Header - 2 + Payload)));
        return frame;
    }

    private static byte Position<T>(IReadOnlyList<T> names, T name, bool none)
    {
        for (int i = 0; !none && i < Math.Min(names.Count, None); i++)
        {
            if (Equals(names[i], name))
                return (byte)i;
        }

        return None;
    }
}
