using System.Text.Json;
using System.Text.Json.Serialization;

namespace SdCom.Edge.Core.Json;

/// <summary>Writes a width as the number 0.25, and as the key "0.25".</summary>
public sealed class WidthJsonConverter : JsonConverter<Width>
{
    public override Width Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out decimal fraction)
            ? FromFraction(fraction)
            : throw new JsonException("must be a fraction from 0 to 1 in steps of 0.01, without quotes.");

    public override void Write(Utf8JsonWriter writer, Width value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Percent / 100m);

    public override Width ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Width.TryParse(reader.GetString(), out Width width)
            ? width
            : throw new JsonException($"has the key \"{reader.GetString()}\", which must be a width: a fraction from 0 to 1 in steps of 0.01.");

    public override void WriteAsPropertyName(Utf8JsonWriter writer, Width value, JsonSerializerOptions options) => writer.WritePropertyName(value.ToString());

    private static Width FromFraction(decimal fraction)
    {
        decimal percent = fraction * 100;
        return percent is >= 0 and <= 100 && percent == decimal.Truncate(percent)
            ? new Width((int)percent)
            : throw new JsonException(FormattableString.Invariant($"must be a fraction from 0 to 1 in steps of 0.01, got {fraction}."));
    }
}
