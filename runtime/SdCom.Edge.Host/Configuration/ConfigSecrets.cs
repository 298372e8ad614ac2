using System.Text.RegularExpressions;

namespace SdCom.Edge.Host.Configuration;

/// <summary>Puts secrets into settings: <c>${NAME}</c> is an environment variable, <c>${file:PATH}</c> what a file holds. A password that stands in the settings themselves is refused.</summary>
internal static partial class ConfigSecrets
{
    public static ConfigValue Resolve(ConfigValue value, IReadOnlyDictionary<string, string> environment, List<string> problems)
    {
        string[] texts = [.. value.Texts];
        List<(string, string)> secrets = [];
        for (int i = 0; i < texts.Length; i++)
        {
            string place = value.Places[i];
            if (Password().IsMatch(texts[i]))
                problems.Add($"{place}: a password does not belong into settings; write ${{NAME}} in its place and set the environment variable NAME, or ${{file:PATH}}.");
            texts[i] = Reference().Replace(texts[i], match =>
            {
                string secret = Read(match.Groups["name"].Value, place, environment, problems);
                if (secret.Length > 0)
                    secrets.Add((secret, match.Value));
                return secret;
            });
        }

        return value with { Texts = texts, Secrets = secrets };
    }

    private static string Read(string name, string place, IReadOnlyDictionary<string, string> environment, List<string> problems)
    {
        const string FilePrefix = "file:";
        if (!name.StartsWith(FilePrefix, StringComparison.Ordinal))
        {
            if (environment.TryGetValue(name, out string? value))
                return value;
            problems.Add($"{place}: the environment has no variable {name}; set it.");
            return string.Empty;
        }

        try
        {
            return File.ReadAllText(name[FilePrefix.Length..]).TrimEnd('\r', '\n');
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            problems.Add($"{place}: {problem.Message}");
            return string.Empty;
        }
    }

    // user:password@ with anything but a reference in the password's place.
    [GeneratedRegex(@"//[^/@\s:]*:(?!\$\{[^}]+\}@)[^/@\s]+@")]
    private static partial Regex Password();

    [GeneratedRegex(@"\$\{(?<name>[^}]+)\}")]
    private static partial Regex Reference();
}
