using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using SdCom.Edge.Training.Data.Annotations;
using SdCom.Edge.Training.Data.Checks;
using SdCom.Edge.Training.Metrics;
using SdCom.Edge.Training.Recipes;

namespace SdCom.Edge.Training.Commands;

/// <summary><c>data check</c>: finds unreadable, empty, truncated, doubled and leaking clips; exit code 1 when there are any.</summary>
internal static class DataCheckCommand
{
    /// <summary>Describes the verb.</summary>
    public static Command Create()
    {
        Option<string?> clips = new("--clips") { Description = "The annotations: a CSV with path,label[,subject][,subset], or what --format says." };
        Option<FileInfo?> recipe = new("--recipe") { Description = "A recipe that names the annotations, instead of --clips." };
        Option<string> format = new("--format") { Description = $"How --clips is written: {string.Join(", ", AnnotationFormats.Names)}.", DefaultValueFactory = _ => AnnotationFormats.Names[0] };
        Option<string?> media = new("--media") { Description = "The folder of videos or frames, where the annotations do not imply it." };
        Option<int> threads = new("--threads") { Description = "Clips read at once; all cores when left out.", DefaultValueFactory = _ => Environment.ProcessorCount };
        Option<bool> json = new("--json") { Description = "Print one JSON object." };
        format.AcceptOnlyFromAmong([.. AnnotationFormats.Names]);
        threads.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError("--threads must be at least 1.");
        });
        Command check = new("check", "Find unreadable, empty, truncated, doubled and leaking clips.") { clips, recipe, format, media, threads, json };
        check.Validators.Add(result =>
        {
            if (result.GetResult(clips) is null == result.GetResult(recipe) is null)
                result.AddError("data check needs either --clips or --recipe.");
        });
        check.SetAction(parsed =>
        {
            AnnotatedClips annotated = parsed.GetValue(recipe) is { } file ? Of(RecipeFile.Load(file.FullName)) : AnnotationFormats.Read(parsed.GetValue(format)!, parsed.GetValue(clips)!, parsed.GetValue(media));
            using CancellationTokenSource stop = new();
            using IDisposable signals = StopSignals.Attach(stop);
            long start = Stopwatch.GetTimestamp();
            CheckReport report = DataCheck.Run(annotated, parsed.GetValue(threads), Reporter.ForConsole(), stop.Token);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (parsed.GetValue(json))
                Console.Out.WriteLine(ToJson(report, seconds).ToJsonString());
            else
                Print(report, seconds, Console.Out);
            return report.Findings.Count > 0 ? 1 : 0;
        });
        return check;
    }

    private static AnnotatedClips Of(Recipe recipe)
    {
        AnnotatedClips annotated = AnnotationFormats.Read(recipe.Data.Format, recipe.Resolve(recipe.Data.Clips), recipe.Data.Media is { } folder ? recipe.Resolve(folder) : null);
        return recipe.Data.FramesPerSecond is { } rate ? annotated with { FolderFramesPerSecond = rate } : annotated;
    }

    private static void Print(CheckReport report, double seconds, TextWriter to)
    {
        foreach (Finding finding in report.Findings)
            to.WriteLine($"{NameOf(finding.Kind)}: {(finding.Kind < FindingKind.Duplicate ? finding.Clips[0] + ": " : "")}{finding.Detail}");
        foreach (string note in report.Notes)
            to.WriteLine($"note: {note}");
        string sum = report.Findings.Count == 0 ? "nothing found" : string.Join(", ", report.Findings.GroupBy(f => f.Kind).Select(g => $"{g.Count()} {NameOf(g.Key)}"));
        to.WriteLine(FormattableString.Invariant($"{report.Clips} clips, {report.Readable} readable: {sum} ({report.Clips / seconds:0.0} clips/s)."));
    }

    private static JsonObject ToJson(CheckReport report, double seconds)
    {
        JsonObject counts = [];
        foreach (FindingKind kind in Enum.GetValues<FindingKind>())
            counts[NameOf(kind)] = report.Findings.Count(f => f.Kind == kind);
        return new JsonObject
        {
            ["clips"] = report.Clips,
            ["readable"] = report.Readable,
            ["counts"] = counts,
            ["findings"] = new JsonArray([.. report.Findings.Select(f => (JsonNode)new JsonObject
            {
                ["kind"] = NameOf(f.Kind),
                ["detail"] = f.Detail,
                ["clips"] = Texts(f.Clips),
            })]),
            ["notes"] = Texts(report.Notes),
            ["clipsPerSecond"] = Math.Round(report.Clips / seconds, 1),
        };
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);

    private static string NameOf(FindingKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}
