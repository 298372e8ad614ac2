using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SdCom.Edge.Core.Json;

/// <summary>Reads the settings files that people write; whatever is wrong becomes one line.</summary>
public static class StrictJson
{
    /// <summary>
    /// Reads a file; <paramref name="refuse"/> makes the exception from the line and its cause, <paramref name="missing"/> says what to do when there is no such file,
    /// <paramref name="hint"/> what helps with a key.
    /// </summary>
    public static T Read<T>(string path, JsonTypeInfo<T> type, string missing, Func<string, Exception?, InputException> refuse, Func<string, string?>? hint = null)
        where T : class
    {
        byte[] json;
        try
        {
            json = File.ReadAllBytes(path);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw refuse($"{path}: the file is missing; {missing}", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw refuse($"{path}: cannot be read: {problem.Message}", problem);
        }

        try
        {
            T value = JsonSerializer.Deserialize(json, type) ?? throw refuse($"{path}: the file must hold an object {{ }}, got null.", null);
            return LineOfNullInList(json, type.Options) is { } line ? throw refuse(FormattableString.Invariant($"{path}: a list must not hold null (line {line}); take it out."), null) : value;
        }
        catch (JsonException problem)
        {
            throw refuse(JsonProblem.Describe(path, json, problem, hint), problem);
        }
    }

    // The serialiser holds properties to their types' nullability, and not the elements of lists.
    private static int? LineOfNullInList(ReadOnlySpan<byte> json, JsonSerializerOptions options)
    {
        Utf8JsonReader reader = new(json, new JsonReaderOptions { CommentHandling = options.ReadCommentHandling, AllowTrailingCommas = options.AllowTrailingCommas, MaxDepth = options.MaxDepth });
        Stack<bool> lists = new();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray or JsonTokenType.StartObject:
                    lists.Push(reader.TokenType == JsonTokenType.StartArray);
                    break;
                case JsonTokenType.EndArray or JsonTokenType.EndObject:
                    lists.Pop();
                    break;
                case JsonTokenType.Null when lists.TryPeek(out bool inList) && inList:
                    return 1 + json[..(int)reader.TokenStartIndex].Count((byte)'\n');
            }
        }

        return null;
    }
}
