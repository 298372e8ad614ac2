using System.CommandLine;
using SdCom.Edge.Core;
using SdCom.Edge.Training.Export;
using SdCom.Edge.Training.Stages;

namespace SdCom.Edge.Training.Commands;

/// <summary>The program's verbs and its exit codes: 0 done, 1 failed, 2 wrong usage.</summary>
public static class CommandLine
{
    /// <summary>Runs one command line; what goes wrong becomes one line on <paramref name="error"/>.</summary>
    public static int Run(string[] arguments, TextWriter error)
    {
        RootCommand root = new("Trains SdCom.Edge models.");
        root.Subcommands.Add(TrainCommand.Create());
        root.Subcommands.Add(ExportCommand.Create());
        root.Subcommands.Add(DataCommand.Create());
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in parsed.Errors)
                error.WriteLine(problem.Message);
            return 2;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (OperationCanceledException)
        {
            error.WriteLine(arguments[0] == "train" ? "stopped; the same command goes on from the checkpoint." : "stopped; nothing was written.");
            return 1;
        }
        catch (Exception e) when (e is InputException or TrainingException or IOException or UnauthorizedAccessException or InvalidDataException or System.Runtime.InteropServices.ExternalException)
        {
            error.WriteLine(e.Message.ReplaceLineEndings(" "));
            return 1;
        }
    }
}
