using System.Globalization;
using System.Text.Json;
using SdCom.Edge.Core.Json;

namespace SdCom.Edge.Host.Configuration;

/// <summary>Reads <c>sdcom.json</c> key by key, so that one mistake does not hide the next.</summary>
internal static class ConfigFile
{
    private const string VersionKey = "formatVersion";
    private const int Version = 1;

    /// <summary>The values of the keys that could be read; what is wrong becomes lines of <paramref name="problems"/>.</summary>
    public static Dictionary<string, ConfigValue> Read(string file, List<string> problems)
    {
        Dictionary<string, ConfigValue> values = [];
        try
        {
            // Comments and trailing commas: people write this file. A key given twice is a mistake.
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                problems.Add($"{file}: the file must hold an object {{ }}, got {Shown(document.RootElement)}.");
            else
                ReadObject(file, document.RootElement, string.Empty, values, problems);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            problems.Add($"{file}: the file is missing; write one, the README has an example.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{file}: cannot be read: {problem.Message}");
        }
        catch (InvalidOperationException)
        {
            problems.Add($"{file}: a text in it is no valid UTF-8, or holds half a character (\\ud800); save the file as UTF-8.");
        }
        catch (JsonException problem)
        {
            problems.Add($"{file}: not valid JSON{Place(problem)}: {JsonProblem.OneLine(problem.Message.Split(" LineNumber")[0])}");
        }

        return values;
    }

    private static string Place(JsonException problem) => problem.LineNumber is { } line ? FormattableString.Invariant($" (line {line + 1}, byte {problem.BytePositionInLine + 1})") : string.Empty;

    private static void ReadObject(string file, JsonElement element, string prefix, Dictionary<string, ConfigValue> values, List<string> problems)
    {
        bool versioned = false;
        foreach (JsonProperty property in element.EnumerateObject())
        {
            string path = prefix + property.Name, place = $"{file}: {path}";
            if (path == "$schema")
                continue;
            if (path == VersionKey)
            {
                versioned = true;
                if (property.Value.ValueKind != JsonValueKind.Number || !property.Value.TryGetInt32(out int version) || version != Version)
                    problems.Add($"{place} must be {Version}, got {Shown(property.Value)}; another version of the program reads it.");
            }
            else if (ConfigKey.All.FirstOrDefault(key => key.Path == path) is { } key)
            {
                if (property.Value.ValueKind != JsonValueKind.Null && Read(key, property.Value, place, problems) is { } value)
                    values[path] = value;
            }
            else if (!ConfigKey.All.Any(known => known.Path.StartsWith(path + ".", StringComparison.Ordinal)))
            {
                problems.Add($"{place} is not a known key; remove it or correct its spelling. Known here: {string.Join(", ", KnownAt(prefix))}.");
            }
            else if (property.Value.ValueKind == JsonValueKind.Object)
            {
                ReadObject(file, property.Value, path + ".", values, problems);
            }
            else if (property.Value.ValueKind != JsonValueKind.Null)
            {
                problems.Add($"{place} must be an object {{ }}, got {Shown(property.Value)}.");
            }
        }

        if (prefix.Length == 0 && !versioned)
            problems.Add($"{file}: {VersionKey} is missing; add \"{VersionKey}\": {Version}.");
    }

    private static ConfigValue? Read(ConfigKey key, JsonElement value, string place, List<string> problems)
    {
        switch (key.Kind)
        {
            case ConfigKind.Text when value.ValueKind == JsonValueKind.String:
                return new ConfigValue(key, [value.GetString()!], [place]);
            case ConfigKind.Number when value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _):
            case ConfigKind.Flag when value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                return new ConfigValue(key, [value.GetRawText()], [place]);
            case ConfigKind.Texts when value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(entry => entry.ValueKind == JsonValueKind.String):
                string[] texts = [.. value.EnumerateArray().Select(entry => entry.GetString()!)];
                if (texts.Length == 0 && key.Needed)
                    problems.Add($"{place} must name one at least, got [].");
                return texts.Length == 0 ? null : new ConfigValue(key, texts, [.. texts.Select((_, i) => FormattableString.Invariant($"{place}[{i}]"))]);
            case ConfigKind.Outputs when value.ValueKind == JsonValueKind.Array:
                (string? Text, string Place)[] outputs = [.. value.EnumerateArray().Select((entry, i) => (entry, Place: string.Create(CultureInfo.InvariantCulture, $"{place}[{i}]"))).Select(one => (ConfigOutput.Read(one.entry, one.Place, problems), one.Place))];
                outputs = [.. outputs.Where(output => output.Text is not null)];
                return outputs.Length == 0 ? null : new ConfigValue(key, [.. outputs.Select(output => output.Text!)], [.. outputs.Select(output => output.Place)]);
            default:
                problems.Add($"{place} must be {Wanted(key.Kind)}, got {Shown(value)}.");
                return null;
        }
    }

    private static string Wanted(ConfigKind kind) => kind switch
    {
        ConfigKind.Text => "a text in quotes",
        ConfigKind.Texts => "a list of texts [\"...\"]",
        ConfigKind.Outputs => "a list of outputs [\"...\"]",
        ConfigKind.Number => "a whole number without quotes",
        _ => "true or false",
    };

    private static IEnumerable<string> KnownAt(string prefix) => ConfigKey.All.Where(key => key.Path.StartsWith(prefix, StringComparison.Ordinal)).Select(key => key.Path[prefix.Length..].Split('.')[0]).Distinct();

    /// <summary>A value as messages show it.</summary>
    public static string Shown(JsonElement value)
    {
        string text = value.GetRawText().ReplaceLineEndings(" ");
        return text.Length <= 60 ? text : text[..57] + "...";
    }
}
