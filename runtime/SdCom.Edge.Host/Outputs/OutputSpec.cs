using System.Globalization;
using System.Text.RegularExpressions;
using SdCom.Edge.Host.Commands;

namespace SdCom.Edge.Host.Outputs;

/// <summary>
/// An output, or an input, as the command line says it: <c>KIND[:TARGET][,KEY=VALUE]...[,or,KEY=VALUE...]...</c>. Each reader of an option uses it up; what nobody read is refused.
/// </summary>
internal sealed partial class OutputSpec
{
    private readonly Dictionary<string, string> options;
    private readonly List<string> known = [];
    private readonly IReadOnlyList<OutputSpec> alternatives;
    private bool alternativesRead;

    /// <param name="text">What the user wrote.</param>
    /// <param name="option">After which option, for messages.</param>
    /// <exception cref="UsageException">A key is given twice.</exception>
    public OutputSpec(string text, string option = "--output")
    {
        Option = option;
        string place = text;
        List<Dictionary<string, string>> groups = [[]];
        for (Match match = LastOption().Match(place); match.Success; match = LastOption().Match(place))
        {
            place = place[..match.Index];
            if (!match.Groups[1].Success)
                groups.Insert(0, []); // "or": what stands before it is another group
            else if (!groups[0].TryAdd(match.Groups[1].Value, match.Groups[2].Value))
                throw new UsageException($"{option} {HideSecrets(place)}: {match.Groups[1].Value} is given twice.");
        }

        int colon = place.IndexOf(':', StringComparison.Ordinal);
        (Kind, Target) = colon < 0 ? (place, string.Empty) : (place[..colon], place[(colon + 1)..]);
        Name = HideSecrets(place);
        options = groups[0];
        alternatives = [.. groups.Skip(1).Select((group, i) => new OutputSpec(this, group, i + 2))];
    }

    private OutputSpec(OutputSpec first, Dictionary<string, string> group, int number)
    {
        (Option, Kind, Target, Name) = (first.Option, first.Kind, first.Target, string.Create(CultureInfo.InvariantCulture, $"{first.Name}: rule {number}"));
        options = group;
        alternatives = [];
    }

    /// <summary>The option that it was said after.</summary>
    public string Option { get; }

    public string Kind { get; }

    public string Target { get; }

    /// <summary>Kind and target for messages and reports, without what may be secret.</summary>
    public string Name { get; }

    /// <summary>This one, and the groups of options after each <c>or</c>.</summary>
    public IReadOnlyList<OutputSpec> Groups()
    {
        alternativesRead = true;
        return [this, .. alternatives];
    }

    /// <summary>Whether one of these is given and was not read yet.</summary>
    public bool HasAny(params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys)
        {
            if (options.ContainsKey(key))
                return true;
        }

        return false;
    }

    /// <summary>An option's text; null when it is not given.</summary>
    public string? Text(string key)
    {
        known.Add(key);
        return options.Remove(key, out string? value) ? value : null;
    }

    public bool Flag(string key) => Text(key) switch
    {
        null or "no" => false,
        "yes" => true,
        { } other => throw Wrong(key, "yes or no", other),
    };

    public int Number(string key, int otherwise, int least, int most)
    {
        if (Text(key) is not { } text)
            return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw Wrong(key, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"), text);
    }

    public double Fraction(string key, double otherwise)
    {
        if (Text(key) is not { } text)
            return otherwise;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number <= 1
            ? number
            : throw Wrong(key, "a number from 0 to 1", text);
    }

    public TimeSpan Time(string key, TimeSpan otherwise) => Text(key) is { } text ? Quantities.Time($"{Option} {Name}: {key}", text) : otherwise;

    public long Bytes(string key, long otherwise, long least) => Text(key) is { } text ? Quantities.Bytes($"{Option} {Name}: {key}", text, least) : otherwise;

    /// <summary>Names with + between them; none when it is not given.</summary>
    public IReadOnlyList<string> Names(string key) => Text(key)?.Split('+', StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>A positive number.</summary>
    public double Positive(string key, double otherwise)
    {
        if (Text(key) is not { } text)
            return otherwise;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number > 0
            ? number
            : throw Wrong(key, "a positive number", text);
    }

    /// <summary>One of several words.</summary>
    public string Word(string key, string otherwise, params string[] words)
    {
        string word = Text(key) ?? otherwise;
        return words.Contains(word) ? word : throw Wrong(key, string.Join(" or ", words), word);
    }

    /// <summary>Refuses what was given and not read.</summary>
    public void Finish()
    {
        if (alternatives.Count > 0 && !alternativesRead)
            throw new UsageException($"{Option} {Name}: or is for the rules of outputs; leave it and what follows away.");
        if (options.Count > 0)
            throw new UsageException($"{Option} {Name}: unknown option {options.Keys.First()}; it knows {string.Join(", ", known)}.");
    }

    /// <summary>A complaint about an option.</summary>
    public UsageException Wrong(string key, string right, string value) => new($"{Option} {Name}: {key} must be {right}, got '{value}'.");

    // Passwords of addresses, and their query: webhooks carry tokens there.
    private static string HideSecrets(string place) => Query().Replace(Password().Replace(place, "$1***@"), "?***");

    [GeneratedRegex(",(?:([a-z][a-z-]*)=([^,]*)|or)$")]
    private static partial Regex LastOption();

    [GeneratedRegex(@"(//|^[a-z]+:)[^@/\s]*@")]
    private static partial Regex Password();

    [GeneratedRegex(@"\?.*$", RegexOptions.Singleline)]
    private static partial Regex Query();
}
