using System.CommandLine;
using SdCom.Edge.Host.Configuration;
using SdCom.Edge.Host.Reports;

namespace SdCom.Edge.Host.Commands;

/// <summary><c>config check</c>: says everything that is wrong with the settings of <c>run</c>.</summary>
internal static class ConfigCommand
{
    public static Command Create()
    {
        Argument<string> file = new("FILE") { Description = "The settings, such as sdcom.json." };
        Option<bool> json = Options.Json();
        Command check = new("check", "Say everything that is wrong with settings, with model, profile, outputs and the environment's part.") { file, json };
        check.SetAction(parsed =>
        {
            IReadOnlyList<string> problems = Problems(parsed.GetRequiredValue(file));
            if (parsed.GetValue(json))
            {
                ReportJson.Print(new ConfigReport(problems), types => types.ConfigReport);
            }
            else
            {
                foreach (string problem in problems)
                    RunSession.Say(problem);
                if (problems.Count == 0)
                    Console.WriteLine($"{parsed.GetRequiredValue(file)} is in order.");
            }

            return problems.Count == 0 ? 0 : 1;
        });
        return new Command("config", "Look at the settings of run.") { check };
    }

    private static IReadOnlyList<string> Problems(string file)
    {
        try
        {
            RunConfig.Load(file, RunConfig.Environment);
            return [];
        }
        catch (ConfigException wrong)
        {
            return wrong.Problems;
        }
    }
}
