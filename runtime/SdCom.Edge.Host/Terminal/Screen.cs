using Spectre.Console;

namespace SdCom.Edge.Host.Terminal;

/// <summary>The two terminals: results go to standard output, everything that is said meanwhile to standard error.</summary>
internal static class Screen
{
    public static IAnsiConsole Out() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });

    public static IAnsiConsole Error() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
}
