using System.Globalization;
using System.Text.Json;
using SdCom.Edge.Host.Outputs;

namespace SdCom.Edge.Host.Configuration;

/// <summary>An output with its rules as objects: <c>{ "output": "mqtt:broker", "rules": [ { "actions": ["wave_off"], "min": 0.8, "debounce": "5s" } ] }</c>. It becomes the text that a command line says.</summary>
internal static class ConfigOutput
{
    public const string Output = "output";
    public const string Rules = "rules";
    public const string Cameras = "cameras"; // in the plural here, where it is a list

    /// <summary>The keys of a rule.</summary>
    public static readonly IReadOnlyList<string> RuleKeys = [OutputRules.Actions, Cameras, OutputRules.Minimum, OutputRules.Debounce];

    /// <summary>Reads one entry of <c>outputs</c>; null when it cannot be, which is said then.</summary>
    public static string? Read(JsonElement entry, string place, List<string> problems)
    {
        if (entry.ValueKind == JsonValueKind.String)
            return entry.GetString();
        if (entry.ValueKind != JsonValueKind.Object)
            return Wrong(place, "a text, or an object { \"output\": \"...\", \"rules\": [ ... ] }", entry, problems);
        int before = problems.Count;
        foreach (JsonProperty property in entry.EnumerateObject().Where(property => property.Name is not (Output or Rules)))
            problems.Add($"{place}.{property.Name} is not a known key; remove it or correct its spelling. Known here: {Output}, {Rules}.");
        string? output = Text(entry, Output, place, problems);
        if (output is null && problems.Count == before)
            problems.Add($"{place}.{Output} is missing; add it.");
        List<string> rules = [];
        if (entry.TryGetProperty(Rules, out JsonElement list) && list.ValueKind != JsonValueKind.Null)
        {
            if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
                return Wrong($"{place}.{Rules}", "a list of objects [{ ... }], one at least", list, problems);
            int i = 0;
            foreach (JsonElement rule in list.EnumerateArray())
                rules.Add(Rule(rule, string.Create(CultureInfo.InvariantCulture, $"{place}.{Rules}[{i++}]"), problems));
        }

        return problems.Count == before ? output + string.Join(",or", rules) : null;
    }

    private static string Rule(JsonElement rule, string place, List<string> problems)
    {
        if (rule.ValueKind != JsonValueKind.Object)
            return Wrong(place, "an object { }", rule, problems) ?? string.Empty;
        foreach (JsonProperty property in rule.EnumerateObject().Where(property => !RuleKeys.Contains(property.Name)))
            problems.Add($"{place}.{property.Name} is not a known key; remove it or correct its spelling. Known here: {string.Join(", ", RuleKeys)}.");
        string text = Names(rule, OutputRules.Actions, OutputRules.Actions, place, problems) + Names(rule, Cameras, OutputRules.Cameras, place, problems);
        if (rule.TryGetProperty(OutputRules.Minimum, out JsonElement minimum) && minimum.ValueKind != JsonValueKind.Null)
        {
            if (minimum.ValueKind != JsonValueKind.Number || minimum.GetDouble() is not (>= 0 and <= 1))
                Wrong($"{place}.{OutputRules.Minimum}", "a number from 0 to 1", minimum, problems);
            else
                text += string.Create(CultureInfo.InvariantCulture, $",{OutputRules.Minimum}={minimum.GetDouble():0.########}");
        }

        return Text(rule, OutputRules.Debounce, place, problems) is { } debounce ? $"{text},{OutputRules.Debounce}={debounce}" : text;
    }

    private static string Names(JsonElement rule, string key, string option, string place, List<string> problems)
    {
        if (!rule.TryGetProperty(key, out JsonElement names) || names.ValueKind == JsonValueKind.Null)
            return string.Empty;
        if (names.ValueKind != JsonValueKind.Array || names.GetArrayLength() == 0 || names.EnumerateArray().Any(name => name.ValueKind != JsonValueKind.String))
            return Wrong($"{place}.{key}", "a list of names [\"...\"], one at least", names, problems) ?? string.Empty;
        foreach (JsonElement name in names.EnumerateArray().Where(name => name.GetString()!.AsSpan().ContainsAny(',', '+')))
            problems.Add($"{place}.{key}: a name with a comma or a plus cannot be named here, got {name.GetRawText()}.");
        return $",{option}={string.Join('+', names.EnumerateArray().Select(name => name.GetString()))}";
    }

    private static string? Text(JsonElement of, string key, string place, List<string> problems) => !of.TryGetProperty(key, out JsonElement text) || text.ValueKind == JsonValueKind.Null ? null
        : text.ValueKind == JsonValueKind.String ? text.GetString()
        : Wrong($"{place}.{key}", "a text in quotes", text, problems);

    private static string? Wrong(string place, string wanted, JsonElement got, List<string> problems)
    {
        problems.Add($"{place} must be {wanted}, got {ConfigFile.Shown(got)}.");
        return null;
    }
}
