using System.Globalization;

namespace SdCom.Edge.Host.Configuration;

/// <summary>Lays the environment's <c>SDCOM__</c> variables over the settings. A list is replaced whole: <c>SDCOM__SOURCES__0</c>, <c>SDCOM__SOURCES__1</c> and so on.</summary>
internal static class ConfigEnvironment
{
    public static void Apply(IReadOnlyDictionary<string, string> environment, Dictionary<string, ConfigValue> values, List<string> problems)
    {
        HashSet<string> read = [];
        foreach (ConfigKey key in ConfigKey.All)
        {
            string[] names = key.IsList
                ? [.. Enumerable.Range(0, 1000).Select(i => string.Create(CultureInfo.InvariantCulture, $"{key.Variable}__{i}")).TakeWhile(environment.ContainsKey)]
                : environment.ContainsKey(key.Variable) ? [key.Variable] : [];
            if (names.Length == 0)
                continue;
            read.UnionWith(names);
            if (key.Kind == ConfigKind.Number && !int.TryParse(environment[names[0]], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
                problems.Add($"{names[0]} must be a whole number, got '{environment[names[0]]}'.");
            else if (key.Kind == ConfigKind.Flag && environment[names[0]] is not ("true" or "false"))
                problems.Add($"{names[0]} must be true or false, got '{environment[names[0]]}'.");
            else
                values[key.Path] = new ConfigValue(key, [.. names.Select(name => environment[name])], names);
        }

        foreach (string name in environment.Keys.Where(name => name.StartsWith(ConfigKey.VariablePrefix, StringComparison.Ordinal) && !read.Contains(name)).Order(StringComparer.Ordinal))
            problems.Add($"{name} sets no key; unset it or correct its spelling. There are {string.Join(", ", ConfigKey.All.Select(key => key.IsList ? key.Variable + "__0" : key.Variable))}.");
    }
}
