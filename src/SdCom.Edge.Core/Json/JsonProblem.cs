using System.Text.Json;
using System.Text.RegularExpressions;

namespace SdCom.Edge.Core.Json;

/// <summary>Puts the JSON reader's complaints into one line in the reader's words: file, key, value, remedy.</summary>
public static partial class JsonProblem
{
    /// <summary>Describes why <paramref name="json"/>, the contents of <paramref name="file"/>, could not be read; <paramref name="hint"/> may add a sentence that helps with the key it is given.</summary>
    public static string Describe(string file, ReadOnlyMemory<byte> json, JsonException problem, Func<string, string?>? hint = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        JsonPlace place = new(problem.Path);
        string line = $"{file}: {OneLine(Describe(place, json, problem))}";
        return hint?.Invoke(place.ToString()) is { } help ? $"{line} {help}" : line;
    }

    /// <summary>A complaint on one line of bearable length: what it quotes of a broken file may be the whole file.</summary>
    public static string OneLine(string text)
    {
        const int Longest = 600;
        ArgumentNullException.ThrowIfNull(text);
        text = Invisible().Replace(text, " ");
        return text.Length <= Longest ? text : $"{text[..(Longest / 2)]} ... {text[^(Longest / 2)..]}";
    }

    private static string Describe(JsonPlace place, ReadOnlyMemory<byte> json, JsonException problem)
    {
        string text = problem.Message;
        if (problem.InnerException is JsonException broken)
            return FormattableString.Invariant($"not valid JSON (line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}): {FirstSentence(broken.Message)}");
        if (Unmapped().Match(text) is { Success: true } stray)
            return $"{place.WithLast(stray.Groups[1].Value)} is not a known key; remove it or correct its spelling.";
        if (Missing().Match(text) is { Success: true } missing)
            return $"{string.Join(", ", missing.Groups[1].Value.Split(", ").Select(key => place.Child(key.Trim('\''))))} missing; add what is missing.";
        if (text.Contains("Duplicate property", StringComparison.Ordinal))
            return $"{place} is given twice; keep one of them.";
        if (text.Contains("allow null values", StringComparison.Ordinal))
            return $"{place} must not be null; give it a value or leave the key out.";
        if (Expected(problem) is { } expected)
            return $"{place} must be {expected}, got {place.ValueIn(json)}.";
        return $"{place} {text}"; // our own converters speak in the reader's words
    }

    private static string? Expected(JsonException problem)
    {
        string cause = problem.InnerException?.Message ?? string.Empty;
        if (cause.Contains("for an Int", StringComparison.Ordinal))
            return "a whole number without unit";
        if (cause.Contains("as a number", StringComparison.Ordinal))
            return "a number without quotes or unit";
        if (cause.Contains("as a string", StringComparison.Ordinal))
            return "a text in quotes";
        if (cause.Contains("as a boolean", StringComparison.Ordinal))
            return "true or false";
        if (cause.Contains("DateTimeOffset", StringComparison.Ordinal))
            return "a time such as \"2026-01-31T12:00:00Z\"";
        return Converted().Match(problem.Message) is not { Success: true } type ? null
            : type.Groups[1].Value == "System.String" ? "a text in quotes"
            : type.Groups[1].Value.Contains("List`1", StringComparison.Ordinal) ? "a list [ ]"
            : "an object { }";
    }

    private static string FirstSentence(string text)
    {
        int end = text.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? text : text[..(end + 1)];
    }

    [GeneratedRegex(@"[\p{C}\s]+")]
    private static partial Regex Invisible();

    [GeneratedRegex("The JSON property '(.+?)' could not be mapped")]
    private static partial Regex Unmapped();

    [GeneratedRegex("missing required properties including: (.+?)\\.?( Path:|$)")]
    private static partial Regex Missing();

    [GeneratedRegex("could not be converted to (.+?)\\. Path:")]
    private static partial Regex Converted();
}
