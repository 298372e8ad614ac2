using System.CommandLine;
using System.Text.Json.Nodes;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Recipes;
using SdCom.Edge.Training.Stages;

namespace SdCom.Edge.Training.Commands;

/// <summary><c>train compare --variants FILE</c>: variants of a recipe, several seeds each.</summary>
internal static class CompareCommand
{
    /// <summary>Describes the verb.</summary>
    public static Command Create()
    {
        Option<FileInfo> variants = new("--variants") { Description = "A JSON file: recipe, supernet or none, seeds and the variants' keys, such as training/recipes/ablation.json.", Required = true };
        Option<DirectoryInfo?> output = new("--out") { Description = "The folder of all runs; artifacts/runs/NAME-comparison when left out. What is done in it is not done again." };
        Option<DirectoryInfo?> cache = new("--cache") { Description = "Where decoded pictures are kept; artifacts/cache when left out." };
        Option<int> threads = new("--threads") { Description = "Threads of torch; all cores when left out.", DefaultValueFactory = _ => Environment.ProcessorCount };
        Option<bool> json = new("--json") { Description = "Print one JSON object at the end." };
        threads.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError("--threads must be at least 1.");
        });
        Command command = new("compare", "Train variants of a recipe, on the trunks of one supernet or each from its beginning, several seeds each, and tell mean and spread.") { variants, output, cache, threads, json };
        command.SetAction(parsed =>
        {
            (Comparison comparison, IReadOnlyList<(string, Recipe)> recipes) = Comparison.Load(parsed.GetValue(variants)!.FullName);
            RunOptions options = new() { Folder = parsed.GetValue(output)?.FullName, Cache = parsed.GetValue(cache)?.FullName, Threads = parsed.GetValue(threads) };
            using CancellationTokenSource stop = new();
            using IDisposable signals = StopSignals.Attach(stop);
            JsonObject summary = new ComparisonRun(comparison, recipes, options, Reporter.ForConsole(), TimeProvider.System).Execute(stop.Token);
            if (parsed.GetValue(json))
                Console.Out.WriteLine(summary.ToJsonString());
            return 0;
        });
        return command;
    }
}
