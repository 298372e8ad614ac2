using System.Collections;
using SdCom.Edge.Core;

namespace SdCom.Edge.Host.Configuration;

/// <summary>
/// The settings of a run: the file <c>sdcom.json</c>, over it the environment's <c>SDCOM__</c> variables, over both the command line. Everything that is wrong is
/// found at once, each in a line with file, key, value and remedy.
/// </summary>
internal sealed class RunConfig
{
    private RunConfig(string file, IReadOnlyList<ConfigValue> values)
    {
        File = file;
        Values = values;
    }

    public string File { get; }

    /// <summary>The keys that were given.</summary>
    public IReadOnlyList<ConfigValue> Values { get; }

    /// <summary>Reads and checks the settings.</summary>
    /// <param name="file">The file.</param>
    /// <param name="environment">The environment's variables.</param>
    /// <param name="overridden">Options that the command line gives itself: what the settings say of them is not looked at.</param>
    /// <exception cref="ConfigException">Something is wrong; it lists all of it.</exception>
    public static RunConfig Load(string file, IReadOnlyDictionary<string, string> environment, IReadOnlyCollection<string>? overridden = null)
    {
        List<string> problems = [];
        Dictionary<string, ConfigValue> values = ConfigFile.Read(file, problems);
        ConfigEnvironment.Apply(environment, values, problems);
        foreach (string option in overridden ?? [])
        {
            foreach (ConfigKey key in ConfigKey.All.Where(key => key.Option == option))
                values.Remove(key.Path);
        }

        ConfigValue[] given = [.. ConfigKey.All.Where(key => values.ContainsKey(key.Path)).Select(key => values[key.Path])];
        ConfigValue[] readable = [.. given.Select(value => ConfigSecrets.Resolve(value, environment, problems))];
        // What could not be read is no missing key: one line for one mistake.
        foreach (ConfigKey key in ConfigKey.All.Where(key => key.Needed && !values.ContainsKey(key.Path) && !(overridden ?? []).Contains(key.Option) && !problems.Exists(line => line.Contains(key.Path, StringComparison.Ordinal))))
            problems.Add($"{file}: {key.Path} is missing; add it.");
        ConfigCheck.Run(readable, problems);
        return problems.Count == 0 ? new RunConfig(file, readable) : throw new ConfigException(problems);
    }

    /// <summary>The value of a key; null when it was not given.</summary>
    public ConfigValue? Find(ConfigKey key) => Values.FirstOrDefault(value => value.Key == key);

    /// <summary>The settings as options of <c>run</c>.</summary>
    public IReadOnlyList<string> Arguments() => [.. Values.SelectMany(value => value.Key.Kind switch
    {
        ConfigKind.Flag => value.Texts[0] == "true" ? [value.Key.Option] : Array.Empty<string>(),
        _ => value.Texts.SelectMany(text => (string[])[value.Key.Option, text]),
    })];

    /// <summary>The process's environment.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } =
        System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? string.Empty);
}

/// <summary>A key's value and where it came from, for messages: <c>sdcom.json: ledger.bytes</c> or <c>SDCOM__LEDGER__BYTES</c>.</summary>
/// <param name="Key">The key.</param>
/// <param name="Texts">The value as options take it; several of a list.</param>
/// <param name="Places">Where each of them stands.</param>
internal sealed record ConfigValue(ConfigKey Key, IReadOnlyList<string> Texts, IReadOnlyList<string> Places)
{
    /// <summary>The secrets that were put into the texts, each with the reference that stands for it.</summary>
    public IReadOnlyList<(string Secret, string Reference)> Secrets { get; init; } = [];

    /// <summary>A message about the value, with references in the place of secrets.</summary>
    public string Hide(string message)
    {
        foreach ((string secret, string reference) in Secrets)
            message = message.Replace(secret, reference, StringComparison.Ordinal);
        return message;
    }
}

/// <summary>Settings that cannot be used: all lines that say why.</summary>
internal sealed class ConfigException(IReadOnlyList<string> problems) : InputException(string.Join('\n', problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
