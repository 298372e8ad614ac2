using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using SdCom.Edge.Core.Profiles;

namespace SdCom.Edge.Core.Tests.Profiles;

public class ProfileSchemaTests
{
    [Fact]
    public void The_schema_and_the_strict_reader_know_the_same_keys_types_and_requirements()
    {
        JsonNode schema = JsonNode.Parse(File.ReadAllText(Repository.PathOf("device-profiles", "schema.json")))!;
        Compare("profile", schema, typeof(DeviceProfile));
    }

    [Fact]
    public void Every_shipped_profile_points_to_the_schema_beside_it()
    {
        foreach (string file in Directory.GetFiles(Repository.PathOf("device-profiles"), "*.json").Where(f => !f.EndsWith("schema.json", StringComparison.Ordinal)))
            Assert.Equal("./schema.json", DeviceProfile.Load(file).Schema);
    }

    private static void Compare(string place, JsonNode schema, Type type)
    {
        string[] types = schema["type"] is JsonArray many ? [.. many.Select(t => t!.GetValue<string>())] : [schema["type"]!.GetValue<string>()];
        Type inner = Nullable.GetUnderlyingType(type) ?? type;
        string expected = inner == typeof(string) || inner == typeof(DateTimeOffset) ? "string"
            : inner == typeof(int) || inner == typeof(long) ? "integer"
            : inner == typeof(double) || inner == typeof(Width) ? "number"
            : inner == typeof(bool) ? "boolean"
            : IsDictionary(inner) ? "object"
            : inner.IsAssignableTo(typeof(IEnumerable)) ? "array"
            : "object";
        Assert.True(types[0] == expected, $"{place}: schema says {types[0]}, reader says {expected}");

        if (IsDictionary(inner))
        {
            Compare(place + ".*", schema["additionalProperties"]!, inner.GetGenericArguments()[1]);
        }
        else if (expected == "array")
        {
            Compare(place + "[]", schema["items"]!, inner.GetGenericArguments()[0]);
        }
        else if (expected == "object")
        {
            JsonTypeInfo info = ProfileJson.Default.GetTypeInfo(inner)!;
            Assert.False(schema["additionalProperties"]!.GetValue<bool>(), $"{place}: the schema must refuse unknown keys");
            // Of [JsonIgnore] members the source generator keeps an entry without getter and setter.
            JsonPropertyInfo[] properties = [.. info.Properties.Where(p => p.Get is not null || p.Set is not null)];
            JsonObject described = schema["properties"]!.AsObject();
            Assert.Equal(properties.Select(p => p.Name).Order(StringComparer.Ordinal), described.Select(p => p.Key).Order(StringComparer.Ordinal));
            Assert.Equal(
                properties.Where(p => p.IsRequired || IsConstructorParameter(inner, p)).Select(p => p.Name).Order(StringComparer.Ordinal),
                schema["required"]!.AsArray().Select(n => n!.GetValue<string>()).Order(StringComparer.Ordinal));
            foreach (JsonPropertyInfo property in properties)
            {
                JsonNode below = described[property.Name]!;
                Compare($"{place}.{property.Name}", below, property.PropertyType);
                bool nullable = below["type"] is JsonArray array && array.Any(t => t!.GetValue<string>() == "null");
                Assert.True(nullable == (property.IsSetNullable && !IsPlainValue(property.PropertyType)), $"{place}.{property.Name}: schema and reader differ about null");
            }
        }
    }

    private static bool IsDictionary(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>);

    private static bool IsPlainValue(Type type) => type.IsValueType && Nullable.GetUnderlyingType(type) is null;

    private static bool IsConstructorParameter(Type type, JsonPropertyInfo property) =>
        type.GetConstructors().Any(c => c.GetParameters().Any(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name!) == property.Name));
}
