using System.Text.Json;
using SdCom.Edge.Core;

namespace SdCom.Edge.Training.Data.Annotations;

/// <summary>Reads annotation files; whatever is wrong with one becomes a line with the file's name.</summary>
internal static class AnnotationText
{
    /// <summary>All lines of a text file.</summary>
    public static string[] Lines(string file) => Read(file, File.ReadAllLines);

    /// <summary>Lines that are not empty, without the space around them.</summary>
    public static List<string> Names(string file) => [.. Lines(file).Select(l => l.Trim()).Where(l => l.Length > 0)];

    /// <summary>A JSON file; dispose the document.</summary>
    public static JsonDocument Json(string file)
    {
        try
        {
            return JsonDocument.Parse(Read(file, File.ReadAllBytes));
        }
        catch (JsonException e)
        {
            throw new InputException(FormattableString.Invariant($"{file}: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: is not valid JSON; download the annotations again."), e);
        }
    }

    /// <summary>The value of a key, of the kind that it must have.</summary>
    public static JsonElement Value(string file, string place, JsonElement parent, string key, JsonValueKind kind)
    {
        if (parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(key, out JsonElement value))
            throw new InputException($"{file}: {place}{key} is missing; is this file of another format?");
        return value.ValueKind == kind ? value : throw new InputException($"{file}: {place}{key} must be {Name(kind)}, got {Short(value)}.");
    }

    /// <summary>A text that is not empty.</summary>
    public static string Text(string file, string place, JsonElement parent, string key)
    {
        string text = Value(file, place, parent, key, JsonValueKind.String).GetString()!;
        return text.Length > 0 ? text : throw new InputException($"{file}: {place}{key} must not be empty.");
    }

    /// <summary>A value in a few words, for messages.</summary>
    public static string Short(JsonElement value)
    {
        string text = value.GetRawText().ReplaceLineEndings(" ");
        return text.Length <= 60 ? text : text[..57] + "...";
    }

    private static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.String => "a text in quotes",
        JsonValueKind.Array => "a list [ ]",
        JsonValueKind.Object => "an object { }",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static T Read<T>(string file, Func<string, T> read)
    {
        try
        {
            return read(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{file}: the annotation file is missing; see data.clips and data.format of the recipe.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{file}: cannot be read: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }
}
