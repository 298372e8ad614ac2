using System.CommandLine;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Clips;
using SdCom.Edge.Core.Profiles;
using SdCom.Edge.Host.Plots;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Host.Terminal;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Evaluation;
using SdCom.Edge.Runtime.Recognition;

namespace SdCom.Edge.Host.Commands;

/// <summary><c>plan</c>: replays labelled clips under device profiles and says what to expect of each device before anything is deployed.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        Option<string> model = Options.Model(required: true);
        Option<string[]> profiles = new("--profile") { Description = "A device profile; give several to compare them.", Required = true, HelpName = "FILE" };
        Option<string> clips = Options.Clips();
        Option<string> subset = Options.Subset();
        Option<int?> limit = new("--limit") { Description = "Replay only N clips, drawn evenly from the list.", HelpName = "N" };
        Option<string> plot = new("--plot") { Description = "Write a picture of accuracy against MACs a frame to this .svg file.", HelpName = "FILE" };
        Option<int?> threads = Options.Threads();
        Option<bool> json = Options.Json();
        Command command = new("plan", "What to expect of devices: replays clips under their profiles.") { model, profiles, clips, subset, limit, plot, threads, json };
        command.SetAction((parsed, cancel) => Task.FromResult(Execute(
            new PlanRequest
            {
                Model = parsed.GetRequiredValue(model),
                Profiles = parsed.GetRequiredValue(profiles),
                Clips = parsed.GetRequiredValue(clips),
                Subset = parsed.GetValue(subset),
                Limit = parsed.GetValue(limit),
                Plot = parsed.GetValue(plot),
                Threads = parsed.GetValue(threads),
            },
            parsed.GetValue(json),
            cancel)));
        return command;
    }

    private static int Execute(PlanRequest request, bool json, CancellationToken cancel)
    {
        request.Check();
        DeviceProfile[] profiles = [.. request.Profiles.Select(DeviceProfile.Load)];
        using ModelSetup setup = ModelSetup.Load(request.Model, null, request.Threads); // here, whatever the devices run on: the answers are the same
        IReadOnlyList<Clip> clips = request.Draw(ClipList.Read(request.Clips, setup.Model.Manifest.Classes.ToArray(), request.Subset));

        if (profiles.FirstOrDefault(profile => profile.CreateTariff(setup.Model.Costs, setup.Model.Manifest.Name) is null) is { } untimed)
            throw new InputException($"{untimed.Path}: budget.millisecondsPerFrame can be planned only with a measured table of this model; run ./sdcom tune --model {request.Model} on the device first.");

        // First the profiles, then every width by itself; all look at each frame in turn, and what they share is computed once.
        MediaClock media = new();
        Allowance[] allowances =
        [
            .. profiles.Select(profile => setup.CreateAllowance(profile, media)),
            .. setup.Model.Network.Widths.Select(width => Allowance.Fixed(setup.Model.Costs, width)),
        ];
        setup.Nets.Remember();
        ClipEvaluation evaluation = new(setup.Model, allowances.Select(allowance => new Recognizer(setup.Model, setup.Nets, allowance)), media, TimeProvider.System);
        IReadOnlyList<Evaluated> results = Progress.While("clips", clips.Count, report => evaluation.Run(clips, report, cancel));
        if (results[^1].Scores.Count == 0)
            throw new InputException($"{request.Clips}: none of the {clips.Count} clips could be read; the first: {results[^1].Skipped[0].Reason}");

        PlanReport report = Describe(request, setup, profiles, allowances, results);
        if (request.Plot is { } picture)
            Picture.Write("--plot", picture, PlanPlot.Draw(report));
        if (json)
            ReportJson.Print(report, types => types.PlanReport);
        else
            PlanTable.Print(report);
        return 0;
    }

    private static PlanReport Describe(PlanRequest request, ModelSetup setup, DeviceProfile[] profiles, Allowance[] allowances, IReadOnlyList<Evaluated> results)
    {
        Evaluated everyFrame = results[^1]; // at full width and without a budget
        return new PlanReport
        {
            Model = setup.Model.Manifest.Name,
            Clips = everyFrame.Scores.Count,
            SkippedClips = [.. everyFrame.Skipped.Select(clip => new SkippedReport(clip.Path, clip.Reason))],
            FullMacsPerFrame = setup.Model.Costs.FullFrame,
            Profiles = [.. profiles.Select((profile, i) => Describe(setup, profile, allowances[i], results[i]))],
            FixedWidths = [.. setup.Model.Network.Widths.Select((width, i) =>
                new PlannedWidth(width.Fraction, Figures.Round(results[profiles.Length + i].Scores.Top(1), 4), setup.Model.Costs.Frame(i)))],
            Plot = request.Plot,
        };
    }

    private static PlannedProfile Describe(ModelSetup setup, DeviceProfile profile, Allowance allowance, Evaluated result)
    {
        double spent = result.Status.MacsPerFrame;
        IReadOnlyDictionary<Width, double> shares = result.Status.WidthShare();
        bool fits = profile.Measured?.Model == setup.Model.Manifest.Name;
        double? milliseconds = fits ? profile.Measured!.ExpectedMs(shares) : null;
        double? joules = fits ? profile.Measured!.ExpectedJoules(shares) : null;
        return new PlannedProfile
        {
            Device = profile.Device,
            Profile = profile.Path,
            Top1 = Figures.Round(result.Scores.Top(1), 4),
            MeanAp = Figures.Round(result.Scores.MeanAveragePrecision(), 4),
            MacsPerFrame = Figures.Round(spent, 1),
            MacsSaved = Figures.Round(1 - (spent / setup.Model.Costs.FullFrame), 4),
            WidthShare = Figures.Shares(shares),
            PredictedMsPerFrame = milliseconds is { } ms ? Figures.Round(ms) : null,
            PredictedWatts = joules is { } energy ? Figures.Round(energy * setup.FramesPerSecondOf(profile)) : null,
            NotPredicted = milliseconds is not null ? null
                : profile.Measured is null ? "not measured: run ./sdcom tune on the device"
                : fits ? "a width that ran was not measured: run ./sdcom tune on the device"
                : $"measured for the model {profile.Measured.Model}: run ./sdcom tune on the device for this one",
            BudgetOvershoot = allowance.Overshoot,
            BudgetUnit = Figures.Unit(allowance.Unit),
            DroppedFrames = result.UnaffordableFrames,
            FailedFrames = result.FailedFrames,
        };
    }
}
