using System.CommandLine;

namespace SdCom.Edge.Host.Configuration;

/// <summary>Where a run's settings come from: the file that <c>run --config FILE</c> names, below the environment and the command line.</summary>
internal sealed class ConfigSource
{
    private const string OptionName = "--config";

    private readonly string[] commandLine;

    private ConfigSource(string file, string[] commandLine)
    {
        File = file;
        this.commandLine = commandLine;
        AtStart = Read();
    }

    public string File { get; }

    /// <summary>The settings as the run began.</summary>
    public RunConfig AtStart { get; }

    /// <summary>The command line with the settings in it.</summary>
    public string[] Expanded => [.. commandLine, .. AtStart.Arguments()];

    /// <summary>The option, for help; it is read before the command line is.</summary>
    public static Option<string> CreateOption() => new(OptionName) { Description = "Settings such as sdcom.json; what the command line says itself wins. SIGHUP reads them again.", HelpName = "FILE" };

    /// <summary>Reads the settings that a command line names; null where it names none.</summary>
    /// <exception cref="ConfigException">They cannot be used.</exception>
    public static ConfigSource? Of(string[] arguments)
    {
        if (arguments is not ["run", ..])
            return null;
        int at = Array.FindIndex(arguments, argument => Gives(argument, OptionName));
        string? file = at < 0 ? null : arguments[at].Length > OptionName.Length ? arguments[at][(OptionName.Length + 1)..] : arguments.ElementAtOrDefault(at + 1);
        return file is null ? null : new ConfigSource(file, arguments);
    }

    /// <summary>Reads the settings as they are now.</summary>
    /// <exception cref="ConfigException">They cannot be used.</exception>
    public RunConfig Read() => RunConfig.Load(File, RunConfig.Environment, [.. ConfigKey.All.Select(key => key.Option).Where(option => commandLine.Any(argument => Gives(argument, option)))]);

    private static bool Gives(string argument, string option) => argument == option || argument.StartsWith(option + "=", StringComparison.Ordinal);
}
