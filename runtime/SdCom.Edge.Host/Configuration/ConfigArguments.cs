using System.CommandLine;

namespace SdCom.Edge.Host.Configuration;

/// <summary>Puts the settings that <c>run --config FILE</c> names into its command line, where the command line does not say it itself.</summary>
internal static class ConfigArguments
{
    public const string Option = "--config";

    /// <summary>The option, for help; it is read before the command line is.</summary>
    public static Option<string> CreateOption() => new(Option) { Description = "Settings such as sdcom.json; what the command line says itself wins.", HelpName = "FILE" };

    /// <summary>The command line with the settings in it; the same one where no settings are named.</summary>
    /// <exception cref="ConfigException">The settings cannot be used.</exception>
    public static string[] Expand(string[] arguments)
    {
        if (arguments is not ["run", ..] || FileOf(arguments) is not { } file)
            return arguments;
        return [.. arguments, .. Load(file, arguments).Arguments()];
    }

    /// <summary>The file after <c>--config</c>; null where there is none.</summary>
    public static string? FileOf(string[] arguments)
    {
        int at = Array.FindIndex(arguments, argument => argument == Option || argument.StartsWith(Option + "=", StringComparison.Ordinal));
        return at < 0 ? null
            : arguments[at].Length > Option.Length ? arguments[at][(Option.Length + 1)..]
            : at + 1 < arguments.Length ? arguments[at + 1] : null;
    }

    /// <summary>The settings below a command line.</summary>
    public static RunConfig Load(string file, string[] arguments) =>
        RunConfig.Load(file, RunConfig.Environment, [.. ConfigKey.All.Select(key => key.Option).Where(option => arguments.Any(argument => argument == option || argument.StartsWith(option + "=", StringComparison.Ordinal)))]);
}
