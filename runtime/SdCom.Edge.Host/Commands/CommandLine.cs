using System.CommandLine;
using System.Runtime.InteropServices;
using SdCom.Edge.Core;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Host.Commands.Fleet;
using SdCom.Edge.Host.Configuration;

namespace SdCom.Edge.Host.Commands;

/// <summary>The verbs, and what every one of them does alike: signals, errors in one line, exit codes 0 done, 1 failed, 2 wrong usage.</summary>
internal static class CommandLine
{
    private const int Failed = 1;
    private const int WrongUsage = 2;

    /// <summary>Parses and runs a command line.</summary>
    public static int Run(string[] args)
    {
        if (Array.IndexOf(args, string.Empty) is var empty and >= 0)
            return Say($"{(empty > 0 && args[empty - 1].StartsWith("--", StringComparison.Ordinal) ? $"{args[empty - 1]} must not be" : "an argument is")} empty; is a variable of the shell unset?", WrongUsage);
        ConfigSource? config;
        try
        {
            config = ConfigSource.Of(args);
        }
        catch (ConfigException wrong)
        {
            foreach (string problem in wrong.Problems)
                Say(problem, Failed);
            return Failed;
        }

        RootCommand root = new("Recognises actions in video within a budget of multiply-accumulates.")
        {
            DemoCommand.Create(), RunCommand.Create(config), EvalCommand.Create(), BenchCommand.Create(), TuneCommand.Create(), PlanCommand.Create(), DoctorCommand.Create(),
            QuantizeCommand.Create(), ConfigCommand.Create(), PackageCommand.Create(), SubmitCommand.Create(), WorkerCommand.Create(), FleetCommand.Create(),
        };
        ParseResult parsed = root.Parse(config?.Expanded ?? args);
        if (parsed.Errors.Count > 0)
            return Say(FirstProblem(parsed), WrongUsage);

        using CancellationTokenSource stop = new();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        try
        {
            return parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop.Token).GetAwaiter().GetResult();
        }
        catch (UsageException problem)
        {
            return Say(problem.Message, WrongUsage);
        }
        catch (InputException problem)
        {
            return Say(problem.Message, Failed);
        }
        catch (OperationCanceledException)
        {
            return Say("stopped.", Failed);
        }
        catch (Exception problem) when (BrokerLink.IsTheBrokers(problem))
        {
            return Say($"the broker: {BrokerLink.Words(problem)}; check that it is up and what this user may do there.", Failed);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or DllNotFoundException or TypeInitializationException)
        {
            return Say((problem.InnerException ?? problem).Message, Failed);
        }

        void OnSignal(PosixSignalContext signal)
        {
            signal.Cancel = true; // we end by ourselves: files finished, summary printed
            stop.Cancel();
        }
    }

    // The most telling of the parser's complaints, without its type names.
    private static string FirstProblem(ParseResult parsed)
    {
        string verb = parsed.CommandResult.Command is RootCommand ? string.Empty : $" {parsed.CommandResult.Command.Name}";
        IEnumerable<string> problems = parsed.Errors.Select(error => error.Message.TrimEnd('.'));
        string text = problems.FirstOrDefault(problem => problem.StartsWith("Unrecognized", StringComparison.Ordinal)) ?? problems.First();
        int type = text.IndexOf(" as expected type", StringComparison.Ordinal);
        if (type >= 0)
            text = $"{text[..type]}: it must be a number";
        return $"{text}; ./sdcom{verb} --help lists what there is.";
    }

    private static int Say(string message, int code)
    {
        Console.Error.WriteLine($"sdcom: {message.ReplaceLineEndings(" ")}");
        return code;
    }
}
