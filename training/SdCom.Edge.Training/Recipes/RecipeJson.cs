using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Json;

namespace SdCom.Edge.Training.Recipes;

/// <summary>Strict JSON of recipes: camelCase, unknown keys refused.</summary>
internal static class RecipeJson
{
    // By reflection: generated readers set every init member, so that a key left out would lose its default.
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>The same, leaving out keys at their defaults.</summary>
    public static JsonSerializerOptions WithoutDefaults { get; } = new(Options)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutDefaults } },
    };

    /// <summary>Reads a file's bytes strictly.</summary>
    /// <exception cref="InputException">It is no such JSON; the message is one line that begins with <paramref name="path"/>.</exception>
    public static T Read<T>(string path, byte[] json)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options) ?? throw new InputException($"{path}: the {typeof(T).Name.ToLowerInvariant()} must be an object, got null.");
        }
        catch (JsonException e)
        {
            throw new InputException(JsonProblem.Describe(path, json, e), e);
        }
    }

    private static void LeaveOutDefaults(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || type.Type.GetConstructor([]) is null)
            return;
        object defaults = Activator.CreateInstance(type.Type)!;
        foreach (JsonPropertyInfo property in type.Properties)
        {
            if (property.Get is not { } get)
                continue; // one that is never written
            string usual = Text(get(defaults));
            property.ShouldSerialize = (_, value) => Text(value) != usual;
        }

        static string Text(object? value) => JsonSerializer.Serialize(value, Options); // lists compare by what they hold
    }
}
