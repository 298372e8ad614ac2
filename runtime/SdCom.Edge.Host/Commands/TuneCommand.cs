using System.CommandLine;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Profiles;
using SdCom.Edge.Host.Bench;
using SdCom.Edge.Host.Engines;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Host.Terminal;
using SdCom.Edge.Runtime.Inference;
using SdCom.Edge.Runtime.Telemetry;

namespace SdCom.Edge.Host.Commands;

/// <summary><c>tune</c>: measures every width on this device and writes its profile, with a budget from the model's curve.</summary>
internal static class TuneCommand
{
    private const double UsualSeconds = 20;

    public static Command Create()
    {
        Option<string> model = Options.Model(required: true);
        Option<string> device = new("--device") { Description = "The device's name: the profile becomes device-profiles/NAME.json.", Required = true, HelpName = "NAME" };
        Option<string> provider = new("--provider") { Description = "cpu, cuda or tensorrt; the existing profile's, or cpu, when left out.", HelpName = "P" };
        Option<int?> threads = Options.Threads();
        Option<double?> accuracy = new("--target-accuracy") { Description = "The cheapest budget whose accuracy on validation data is at least A, such as 0.9.", HelpName = "A" };
        Option<long?> macs = new("--macs-per-second") { Description = "A budget of N multiply-accumulates a second.", HelpName = "N" };
        Option<double?> watts = new("--watts") { Description = "A budget of W watts above the idle board; needs a power sensor.", HelpName = "W" };
        Option<double?> fps = new("--fps") { Description = "Frames a second of the camera; the model's own sampling rate is the most that is used.", HelpName = "F" };
        Option<string> path = new("--out") { Description = "Write the profile here instead.", HelpName = "FILE" };
        Option<bool> force = new("--force") { Description = "Replace the budget of a profile that is there already; without it only the measured part is." };
        Option<double?> seconds = new("--seconds") { Description = "Measuring time; 20 when left out, and at least 30 rounds.", HelpName = "N" };
        Option<string> sysfs = Options.Sysfs();
        Option<bool> json = Options.Json();
        Command command = new("tune", "Measure every width on this device and write its profile.") { model, device, provider, threads, accuracy, macs, watts, fps, path, force, seconds, sysfs, json };
        command.SetAction((parsed, cancel) => Task.FromResult(Execute(
            new TuneRequest
            {
                Model = parsed.GetRequiredValue(model),
                Device = parsed.GetRequiredValue(device),
                Provider = parsed.GetValue(provider),
                Threads = parsed.GetValue(threads),
                TargetAccuracy = parsed.GetValue(accuracy),
                MacsPerSecond = parsed.GetValue(macs),
                Watts = parsed.GetValue(watts),
                Fps = parsed.GetValue(fps),
                Out = parsed.GetValue(path),
                Force = parsed.GetValue(force),
                Seconds = parsed.GetValue(seconds),
                SensorRoot = parsed.GetValue(sysfs) ?? "/",
            },
            parsed.GetValue(json),
            cancel)));
        return command;
    }

    private static int Execute(TuneRequest request, bool json, CancellationToken cancel)
    {
        request.Check();
        DeviceProfile? existing = File.Exists(request.Path) ? DeviceProfile.Load(request.Path) : null;
        if (existing is not null && !request.Force && request.BudgetOptions is [{ } option, ..])
            throw new InputException($"{request.Path}: budget is there already, and {option} would replace it; add --force, or leave {option} out to renew the measured part only.");
        DeviceSensors sensors = new(request.SensorRoot, TimeProvider.System);
        if (request.Watts is not null && !sensors.All.Any(sensor => sensor.Kind == SensorKind.PowerWatts))
            throw new InputException($"--watts needs a power sensor, and none was found under {request.SensorRoot}; give --macs-per-second or --target-accuracy, or write measured joules and budget.watts into the profile by hand.");

        using ModelSetup setup = ModelSetup.Load(request.Model, existing, EngineChoice.Of(existing, request.Threads).On(request.Provider));
        TuneBudget budget = TuneBudget.Choose(request, setup.Model, existing); // before measuring: what cannot be is said at once
        TunedWidths measured = Measure(setup, sensors, TimeSpan.FromSeconds(request.Seconds ?? UsualSeconds), cancel);
        budget.CheckJoules(measured.Joules);
        DeviceProfile profile = TunedProfile.Create(request, setup, existing, budget, measured, TimeProvider.System.GetUtcNow());
        ProfileFile.Write(profile, request.Path);
        TuneReport report = Describe(request, setup, profile, budget, measured);
        if (json)
            ReportJson.Print(report, types => types.TuneReport);
        else
            TuneTable.Print(report);
        return 0;
    }

    private static TunedWidths Measure(ModelSetup setup, DeviceSensors sensors, TimeSpan time, CancellationToken cancel)
    {
        using WidthTuning tuning = new(setup, time, cancel);
        TunedWidths measured = Progress.While("rounds", tuning.Rounds, report => tuning.Measure(report, cancel));
        return measured with { Joules = tuning.MeasureJoules(sensors, cancel) };
    }

    private static TuneReport Describe(TuneRequest request, ModelSetup setup, DeviceProfile profile, TuneBudget budget, TunedWidths measured) => new()
    {
        Model = setup.Model.Manifest.Name,
        Device = profile.Device,
        Profile = request.Path,
        Engine = Engine.Description,
        Provider = setup.Engine.Provider,
        Threads = setup.Engine.Threads,
        Frame = TimedFrames.Description,
        Widths = [.. measured.Widths.Select((width, i) => new TunedWidth(
            width.Width.Fraction, setup.Model.Costs.Frame(i), Figures.Round(width.MedianMs), Figures.Round(width.P95Ms), measured.Joules is { } joules ? Figures.Round(joules[i], 6) : null, Figures.Round(width.Spread, 4)))],
        Rounds = measured.Rounds,
        Spread = Figures.Round(measured.Spread, 4),
        OthersShare = measured.OthersShare is { } others ? Figures.Round(others, 4) : null,
        Trusted = measured.IsQuiet,
        Conditions = measured.Before,
        Budget = new TunedBudget
        {
            MacsPerSecond = budget.Limit.MacsPerSecond,
            BurstMacs = budget.Limit.BurstMacs,
            Watts = budget.Limit.Watts,
            Kept = budget.IsKept,
            Reason = budget.Reason,
            FramesPerSecond = Figures.Round(budget.FramesPerSecond),
            ExpectedTop1 = budget.Point is { } point ? Figures.Round(point.Top1, 4) : null,
            ExpectedMacsPerFrame = budget.Point is { } cost ? Figures.Round(cost.MacsPerFrame, 1) : null,
            ExpectedMsPerFrame = budget.Point is { } shares ? profile.Measured!.ExpectedMs(shares.WidthShare) is { } ms ? Figures.Round(ms) : null : null,
        },
        DeadlineMs = profile.DeadlineMs,
        Warnings = TunedProfile.Warnings(profile, setup, budget, measured),
    };
}
