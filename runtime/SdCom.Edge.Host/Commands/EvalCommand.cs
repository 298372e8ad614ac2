using System.CommandLine;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Clips;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Host.Terminal;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Evaluation;
using SdCom.Edge.Runtime.Recognition;

namespace SdCom.Edge.Host.Commands;

/// <summary><c>eval</c>: accuracy, cost and confusion on a list of clips.</summary>
internal static class EvalCommand
{
    public static Command Create()
    {
        Option<string> model = Options.Model(required: true);
        Option<string> clips = new("--clips") { Description = "A CSV with the columns path and label, optionally subject or source, and subset.", Required = true, HelpName = "CSV" };
        Option<string> subset = new("--subset") { Description = "Only clips of this subset.", HelpName = "NAME" };
        Option<string> profile = Options.Profile("no budget");
        Option<long?> budget = new("--budget-macs") { Description = "Keep the mean MACs a frame at or under N.", HelpName = "N" };
        Option<string> width = new("--width") { Description = "Run every frame at this width.", HelpName = "W" };
        Option<double?> price = new("--price") { Description = "Let the gate choose at this price, without a budget.", HelpName = "X" };
        Option<string> policy = new("--policy") { Description = "gate, or random (what a gate must beat).", HelpName = "NAME", DefaultValueFactory = _ => "gate" };
        Option<int?> threads = Options.Threads();
        Option<bool> fallBack = Options.FallBack();
        Option<string> answers = new("--answers") { Description = "Write a JSON line for each clip: its answer, the probabilities, frames and MACs.", HelpName = "FILE" };
        Option<bool> json = Options.Json();
        Command command = new("eval", "Accuracy and cost on a list of clips.") { model, clips, subset, profile, budget, width, price, policy, threads, fallBack, answers, json };
        command.SetAction((parsed, cancel) => Task.FromResult(Execute(
            new EvalRequest
            {
                Model = parsed.GetRequiredValue(model),
                Clips = parsed.GetRequiredValue(clips),
                Subset = parsed.GetValue(subset),
                Profile = parsed.GetValue(profile),
                BudgetMacs = parsed.GetValue(budget),
                Width = parsed.GetValue(width) is { } text ? Options.ParseWidth(text) : null,
                Price = parsed.GetValue(price),
                Policy = parsed.GetValue(policy)!,
                Threads = parsed.GetValue(threads),
                FallBack = parsed.GetValue(fallBack),
                Answers = parsed.GetValue(answers),
            },
            parsed.GetValue(json),
            cancel)));
        return command;
    }

    private static int Execute(EvalRequest request, bool json, CancellationToken cancel)
    {
        request.Check();
        using ModelSetup setup = ModelSetup.Load(request.Model, request.Profile, request.Threads, fallBack: request.FallBack);
        IReadOnlyList<Clip> clips = ClipList.Read(request.Clips, setup.Model.Manifest.Classes.ToArray(), request.Subset);
        MediaClock media = new();
        (Allowance allowance, double? price) = EvalAllowance.Create(request, setup, media);
        Recognizer recognizer = new(setup.Model, setup.Nets, allowance);
        using AnswerFile? answers = request.Answers is { } file ? new AnswerFile(file, setup.Model.Manifest.Classes) : null;
        ClipEvaluation evaluation = new(setup.Model, [recognizer], media, TimeProvider.System) { Answered = answers is null ? null : answers.Add };
        Evaluated result = Progress.While("clips", clips.Count, report => evaluation.Run(clips, report, cancel))[0];
        answers?.Finish();
        EvalReport report = Describe(setup, request, price, allowance, result);
        if (json)
            ReportJson.Print(report, types => types.EvalReport);
        else
            EvalTable.Print(report);
        return report.Clips > 0 ? 0 : throw new InputException($"{request.Clips}: none of the {clips.Count} clips could be read; the first: {result.Skipped[0].Reason}");
    }

    private static EvalReport Describe(ModelSetup setup, EvalRequest request, double? price, Allowance allowance, Evaluated result)
    {
        double full = setup.Model.Costs.FullFrame;
        double spent = result.Status.MacsPerFrame;
        return new EvalReport
        {
            Model = setup.Model.Manifest.Name,
            Policy = request.Width is { } width ? $"fixed {width}" : request.Policy,
            Price = price,
            Clips = result.Scores.Count,
            SkippedClips = [.. result.Skipped.Select(clip => new SkippedReport(clip.Path, clip.Reason))],
            Top1 = Figures.Round(result.Scores.Top(1), 4),
            Top5 = Figures.Round(result.Scores.Top(5), 4),
            MeanAp = Figures.Round(result.Scores.MeanAveragePrecision(), 4),
            MacsPerFrame = Figures.Round(spent, 1),
            FullMacsPerFrame = full,
            MacsSaved = Figures.Round(1 - (spent / full), 4),
            WidthShare = Figures.Shares(result.Status.WidthShare()),
            LatencyMs = new Latency(Figures.Round(result.Status.LatencyMs(0.5)), Figures.Round(result.Status.LatencyMs(0.95))),
            BudgetOvershoot = allowance.Overshoot,
            FailedFrames = result.FailedFrames,
            DroppedFrames = result.UnaffordableFrames,
            Classes = setup.Model.Manifest.Classes,
            Confusion = result.Scores.Confusion(),
        };
    }
}
