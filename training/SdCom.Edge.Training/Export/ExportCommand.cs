using System.CommandLine;
using System.Text.Json.Nodes;
using SdCom.Edge.Core.Packages;

namespace SdCom.Edge.Training.Export;

/// <summary><c>export --run DIR --out models/NAME</c>: a model package of a finished training run.</summary>
public static class ExportCommand
{
    /// <summary>Describes the verb.</summary>
    public static Command Create()
    {
        Option<DirectoryInfo> run = new("--run") { Description = "The folder of a finished training run, such as artifacts/runs/NAME.", Required = true };
        Option<DirectoryInfo> output = new("--out") { Description = "The package's folder, such as models/NAME; an older package there is replaced.", Required = true };
        Option<string?> name = new("--name") { Description = "The model's name; the output folder's when left out." };
        Option<DirectoryInfo?> faithful = new("--faithful-run") { Description = "A run of the published method; its numbers stand beside the model's in the card." };
        Option<FileInfo?> notes = new("--notes") { Description = "Markdown about the data, its licences and limits, for the card." };
        Option<bool> json = new("--json") { Description = "Print one JSON object at the end." };
        Command command = new("export", "Make a model package of a training run.") { run, output, name, faithful, notes, json };
        command.SetAction(parsed =>
        {
            ModelPackage package = PackageExporter.Export(
                new ExportRequest
                {
                    Run = parsed.GetValue(run)!.ToString(),
                    Output = parsed.GetValue(output)!.ToString(),
                    Name = parsed.GetValue(name),
                    FaithfulRun = parsed.GetValue(faithful)?.ToString(),
                    Notes = parsed.GetValue(notes)?.ToString(),
                },
                TimeProvider.System);
            long bytes = package.Manifest.Files.Values.Sum(file => file.Bytes);
            Console.Error.WriteLine(FormattableString.Invariant($"{package.Manifest.Name}: {package.Manifest.Files.Count} files, {bytes / 1e6:0.0} MB, in {package.Directory}"));
            if (parsed.GetValue(json))
                Console.Out.WriteLine(Summary(package, bytes).ToJsonString());
            return 0;
        });
        return command;
    }

    private static JsonObject Summary(ModelPackage package, long bytes) => new()
    {
        ["name"] = package.Manifest.Name,
        ["folder"] = package.Directory,
        ["bytes"] = bytes,
        ["fullMacsPerFrame"] = package.Costs.FullFrame,
        ["files"] = new JsonObject(package.Manifest.Files.Select(file => KeyValuePair.Create(file.Key, (JsonNode?)file.Value.Sha256))),
    };
}
