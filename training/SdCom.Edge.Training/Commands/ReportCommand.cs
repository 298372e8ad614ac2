using System.CommandLine;
using System.Text.Json.Nodes;
using SdCom.Edge.Training.Reports;

namespace SdCom.Edge.Training.Commands;

/// <summary><c>train report --run DIR</c>: writes the run folder's report.html anew. Training does it at the end of each stage.</summary>
internal static class ReportCommand
{
    /// <summary>Describes the verb.</summary>
    public static Command Create()
    {
        Option<DirectoryInfo> run = new("--run") { Description = "The run folder.", Required = true };
        Option<bool> json = new("--json") { Description = "Print one JSON object at the end." };
        Command command = new("report", "One page about a run: curves, accuracy against MACs, confusion.") { run, json };
        command.SetAction(parsed =>
        {
            string path = ReportFile.Write(parsed.GetValue(run)!.FullName);
            if (parsed.GetValue(json))
                Console.Out.WriteLine(new JsonObject { ["report"] = path }.ToJsonString());
            else
                Console.Error.WriteLine(path);
            return 0;
        });
        return command;
    }
}
