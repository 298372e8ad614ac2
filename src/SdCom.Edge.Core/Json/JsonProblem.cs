using System.Text.Json;
using System.Text.RegularExpressions;

namespace SdCom.Edge.Core.Json;

/// <summary>Puts the JSON reader's complaints into one line in the reader's words: file, key, what is wrong, remedy.</summary>
public static partial class JsonProblem
{
    /// <summary>Describes why <paramref name="file"/> could not be read; <paramref name="remedy"/> is appended where the key itself does not say it.</summary>
    public static string Describe(string file, JsonException problem, string? remedy = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        string place = Place(problem);
        string text = problem.Message;
        string end = remedy is null ? string.Empty : " " + remedy;

        if (Unmapped().Match(text) is { Success: true } stray)
            return $"{file}: {Join(Parent(place, stray.Groups[1].Value), stray.Groups[1].Value)} is not a known key{Line(problem)}; remove it or correct its spelling.{end}";
        if (Missing().Match(text) is { Success: true } missing)
            return $"{file}: {string.Join(", ", missing.Groups[1].Value.Split(", ").Select(key => Join(place, key.Trim('\''))))} missing{Line(problem)}; add what is missing.{end}";
        if (text.Contains("Duplicate property", StringComparison.Ordinal))
            return $"{file}: {Or(place, Quoted().Match(text).Groups[1].Value)} is given twice{Line(problem)}; keep one of them.{end}";
        if (text.Contains("doesn't allow setting null", StringComparison.Ordinal))
            return $"{file}: {Or(place, "a key")} must not be null{Line(problem)}.{end}";
        if (Converted().Match(text) is { Success: true } type)
            return $"{file}: {Or(place, "the file")} must be {TypeInWords(type.Groups[1].Value)}{Line(problem)}.{end}";
        if (problem.InnerException is null && !text.Contains("LineNumber:", StringComparison.Ordinal))
            return $"{file}: {Or(place, "the file")} {text}{Line(problem)}{end}"; // our own converters already speak in the reader's words
        return $"{file}: not valid JSON{Line(problem)}: {FirstSentence(text)}{end}";
    }

    private static string Place(JsonException problem) => (problem.Path ?? string.Empty).TrimStart('$').TrimStart('.').Replace("['", ".", StringComparison.Ordinal).Replace("']", string.Empty, StringComparison.Ordinal).TrimStart('.');

    private static string Parent(string place, string key)
    {
        if (place == key)
            return string.Empty;
        return place.EndsWith("." + key, StringComparison.Ordinal) ? place[..^(key.Length + 1)] : place;
    }

    private static string Join(string place, string key) => place.Length == 0 ? key : $"{place}.{key}";

    private static string Or(string place, string other) => place.Length == 0 ? other : place;

    private static string Line(JsonException problem) => problem.LineNumber is long line ? FormattableString.Invariant($" (line {line + 1})") : string.Empty;

    private static string FirstSentence(string text)
    {
        int end = text.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? text : text[..(end + 1)];
    }

    private static string TypeInWords(string type) => type switch
    {
        "System.Int32" or "System.Int64" => "a whole number (without quotes or unit)",
        "System.Double" or "System.Single" => "a number (without quotes or unit)",
        "System.Boolean" => "true or false",
        "System.String" => "a text in quotes",
        "System.DateTimeOffset" => "a time such as 2026-01-31T12:00:00Z",
        _ when type.StartsWith("System.Nullable`1[", StringComparison.Ordinal) => TypeInWords(type["System.Nullable`1[".Length..^1]) + " or null",
        _ when type.Contains("Dictionary", StringComparison.Ordinal) => "an object { }",
        _ when type.Contains("List", StringComparison.Ordinal) || type.EndsWith("[]", StringComparison.Ordinal) => "a list [ ]",
        _ => "an object { }",
    };

    [GeneratedRegex("The JSON property '(.+?)' could not be mapped")]
    private static partial Regex Unmapped();

    [GeneratedRegex("missing required properties including: (.+?)\\.?( Path:|$)")]
    private static partial Regex Missing();

    [GeneratedRegex("could not be converted to (.+?)\\. Path:")]
    private static partial Regex Converted();

    [GeneratedRegex("'(.+?)'")]
    private static partial Regex Quoted();
}
