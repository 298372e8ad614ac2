using Spectre.Console;

namespace SdCom.Edge.Host.Terminal;

/// <summary>The two terminals: results go to standard output, everything that is said meanwhile to standard error.</summary>
internal static class Screen
{
    private const int NoBreaks = 1000;

    public static IAnsiConsole Out() => Create(Console.Out, Console.IsOutputRedirected);

    public static IAnsiConsole Error() => Create(Console.Error, Console.IsErrorRedirected);

    // A file or a pipe gets no colours, and lines as long as they are.
    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        AnsiConsoleSettings settings = new() { Out = new AnsiConsoleOutput(writer) };
        if (!redirected)
            return AnsiConsole.Create(settings);
        settings.Ansi = AnsiSupport.No;
        settings.ColorSystem = ColorSystemSupport.NoColors;
        settings.Interactive = InteractionSupport.No;
        IAnsiConsole console = AnsiConsole.Create(settings);
        console.Profile.Width = NoBreaks;
        return console;
    }
}
