using System.Buffers;
using System.Text.Json;
using SdCom.Edge.Core.Budget;
using SdCom.Edge.Runtime.Outputs.Queue;

namespace SdCom.Edge.Runtime.Outputs;

/// <summary>
/// Messages as JSON objects, the same for every output. A frame: <c>{"type":"frame","camera","time","action","confidence","width","macs","reason"}</c>. An action:
/// <c>{"type":"event","phase":"began"|"ended","camera","action","start","end","confidence","at"}</c>, where <c>camera</c> is there only when several run together, <c>at</c> is the wall clock (UTC); other times are seconds from the start of the source.
/// One thread at a time.
/// </summary>
internal sealed class MessageJson : IDisposable
{
    private static readonly JsonEncodedText[] Reasons = [.. Enum.GetNames<DecisionReason>().Select(name => JsonEncodedText.Encode(JsonNamingPolicy.CamelCase.ConvertName(name)))];

    private readonly ArrayBufferWriter<byte> buffer = new(512);
    private readonly Utf8JsonWriter json;

    public MessageJson()
    {
        json = new Utf8JsonWriter(buffer);
    }

    /// <summary>The message as UTF-8; valid until the next one is written.</summary>
    /// <param name="message">What to write.</param>
    /// <param name="id">A name for the message that no other one has; left out when null.</param>
    /// <param name="line">Whether a line feed follows.</param>
    public ReadOnlySpan<byte> Write(in OutputMessage message, string? id = null, bool line = false)
    {
        buffer.ResetWrittenCount();
        json.Reset(buffer);
        json.WriteStartObject();
        if (message.Kind == MessageKinds.Frame)
            Frame(message);
        else
            Event(message);
        if (id is not null)
            json.WriteString("id"u8, id);
        json.WriteEndObject();
        json.Flush();
        if (line)
            buffer.Write("\n"u8);
        return buffer.WrittenSpan;
    }

    public void Dispose() => json.Dispose();

    private void Frame(in OutputMessage message)
    {
        json.WriteString("type"u8, "frame"u8);
        Camera(message);
        json.WriteNumber("time"u8, Math.Round(message.Time.TotalSeconds, 3));
        json.WriteString("action"u8, message.Action);
        json.WriteNumber("confidence"u8, Math.Round(message.Confidence, 4));
        json.WriteNumber("width"u8, message.Decision.Width.Fraction);
        json.WriteNumber("macs"u8, message.Decision.Macs);
        json.WriteString("reason"u8, Reasons[(int)message.Decision.Reason]);
    }

    private void Camera(in OutputMessage message)
    {
        if (message.Camera is { } camera)
            json.WriteString("camera"u8, camera);
    }

    private void Event(in OutputMessage message)
    {
        json.WriteString("type"u8, "event"u8);
        json.WriteString("phase"u8, message.Kind == MessageKinds.Began ? "began"u8 : "ended"u8);
        Camera(message);
        json.WriteString("action"u8, message.Action);
        json.WriteNumber("start"u8, Math.Round(message.Start.TotalSeconds, 3));
        json.WriteNumber("end"u8, Math.Round(message.Time.TotalSeconds, 3));
        json.WriteNumber("confidence"u8, Math.Round(message.Confidence, 4));
        json.WriteString("at"u8, message.At.UtcDateTime);
    }
}
