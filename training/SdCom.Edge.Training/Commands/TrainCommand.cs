using System.CommandLine;
using System.Text.Json.Nodes;
using SdCom.Edge.Core;
using SdCom.Edge.Training.Distributed;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Published;
using SdCom.Edge.Training.Recipes;
using SdCom.Edge.Training.Stages;

namespace SdCom.Edge.Training.Commands;

/// <summary><c>train supernet|policy|joint|all --recipe R</c>: runs stages of a recipe in a run folder, or goes on where a stopped run was.</summary>
internal static class TrainCommand
{
    private static readonly StageChoice PolicyOnly = new(Supernet: false, Policy: true);
    private static readonly StageChoice JointOnly = new(Supernet: false, Policy: false, Joint: true);

    /// <summary>Describes the verb.</summary>
    public static Command Create()
    {
        Option<FileInfo> recipe = new("--recipe") { Description = "The recipe, a JSON file.", Required = true };
        Option<DirectoryInfo?> output = new("--out") { Description = "The run folder; artifacts/runs/NAME when left out. A stopped run in it goes on." };
        Option<DirectoryInfo?> cache = new("--cache") { Description = "Where decoded pictures are kept; artifacts/cache when left out." };
        Option<int> threads = new("--threads") { Description = "Threads of torch; all cores when left out, shared by the processes of this machine. One thread repeats bit by bit." };
        DecodeArguments decoding = new();
        Option<string> device = new("--device") { Description = "cpu or cuda.", DefaultValueFactory = _ => "cpu" };
        Option<int> patience = new("--worker-timeout") { Description = "Seconds that another process of the same training may be silent.", DefaultValueFactory = _ => 120 };
        Option<FileInfo?> supernet = new("--supernet") { Description = "Weights to start the policy from; the run's own supernet when left out." };
        Option<bool> faithful = new("--faithful") { Description = "Train the published method instead of ours, on the recipe's trunks and clips." };
        Option<string?> meta = new("--meta") { Description = "With --faithful: off, asPublished or gruIncluded; the recipe's published.meta when left out." };
        Option<bool> json = new("--json") { Description = "Print one JSON object at the end." };
        threads.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() < 1)
                result.AddError("--threads must be at least 1.");
        });
        patience.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError("--worker-timeout must be at least 1.");
        });
        device.AcceptOnlyFromAmong("cpu", "cuda");
        meta.AcceptOnlyFromAmong([.. PublishedRecipe.MetaNames]);
        meta.Validators.Add(result =>
        {
            if (!result.Implicit && !result.GetValue(faithful))
                result.AddError("--meta needs --faithful: our own policy stage has no meta-net.");
        });

        Command train = new("train", "Train a model from clips.");
        train.Subcommands.Add(Stage("supernet", "Both trunks and the fusion, at all widths; before it pose and glance where the recipe has them.", new StageChoice(Supernet: true, Policy: false)));
        train.Subcommands.Add(Stage("policy", "The gate, on a supernet that is there.", PolicyOnly));
        train.Subcommands.Add(Stage("joint", "All parts together at a low rate, on a policy that is there.", JointOnly));
        train.Subcommands.Add(Stage("all", "One stage after the other; joint where the recipe has it.", StageChoice.Everything));
        train.Subcommands.Add(CompareCommand.Create());
        train.Subcommands.Add(ReportCommand.Create());
        train.Subcommands.Add(BenchCommand.Create());
        return train;

        Command Stage(string name, string description, StageChoice stages)
        {
            Command command = new(name, description) { recipe, output, cache, threads, device, patience, json };
            if (stages != JointOnly)
            {
                // The published method has no joint stage.
                command.Options.Add(faithful);
                command.Options.Add(meta);
            }

            decoding.AddTo(command);
            if (stages == PolicyOnly)
                command.Options.Add(supernet);
            command.SetAction(parsed =>
            {
                WorkerPlace? place = WorkerPlace.FromEnvironment(Environment.GetEnvironmentVariable);
                bool first = place is null or { Point.Rank: 0 };
                RunOptions options = new()
                {
                    Folder = parsed.GetValue(output)?.FullName,
                    Cache = parsed.GetValue(cache)?.FullName,
                    Supernet = stages == PolicyOnly ? parsed.GetValue(supernet)?.FullName : null,
                    Threads = parsed.GetResult(threads) is null ? Math.Max(1, Environment.ProcessorCount / (place?.LocalCount ?? 1)) : parsed.GetValue(threads),
                    Decoding = decoding.Read(parsed),
                    Device = parsed.GetValue(device)!,
                    Place = place,
                    WorkerTimeout = TimeSpan.FromSeconds(parsed.GetValue(patience)),
                };
                Recipe read = RecipeFile.Load(parsed.GetValue(recipe)!.FullName);
                if (stages != JointOnly && parsed.GetValue(meta) is { } chosen)
                    read = read with { Published = read.Published with { Meta = chosen } };
                if (place is not null && stages != JointOnly && parsed.GetValue(faithful))
                    throw new InputException($"--faithful trains on one process, but WORLD_SIZE is {place.Point.Count}; unset it.");
                Reporter reporter = first ? Reporter.ForConsole() : Reporter.Silent;
                using CancellationTokenSource stop = new();
                using IDisposable signals = StopSignals.Attach(stop);
                JsonObject summary = stages != JointOnly && parsed.GetValue(faithful)
                    ? new PublishedRun(read, options, reporter, TimeProvider.System).Execute(stages, stop.Token)
                    : new TrainingRun(read, options, reporter, TimeProvider.System).Execute(stages, stop.Token);
                if (first && parsed.GetValue(json))
                    Console.Out.WriteLine(summary.ToJsonString());
                return 0;
            });
            return command;
        }
    }
}
