using SdCom.Edge.Core;
using SdCom.Edge.Host.Commands;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Host.Terminal;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Capture.Live;
using SdCom.Edge.Runtime.Ledger;
using SdCom.Edge.Runtime.Outputs;
using SdCom.Edge.Runtime.Overlay;
using SdCom.Edge.Runtime.Recognition;
using SdCom.Edge.Runtime.Telemetry;

namespace SdCom.Edge.Host;

/// <summary>Wires one source to one recogniser with everything that looks on, for <c>run</c> and <c>demo</c>.</summary>
internal static class RunSession
{
    private const double LiveRecordingRate = 15;
    private const int AuditSeed = 1;

    /// <summary>Runs until the source ends, the time is up or somebody stops it; prints the report and returns the exit code.</summary>
    public static int Execute(ModelSetup setup, IFrameSource source, RunRequest request, IReadOnlyList<IOutput> outputs, CancellationToken stop)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        MediaClock? media = source.IsLive ? null : new MediaClock();
        Allowance allowance = setup.CreateAllowance(media ?? TimeProvider.System);
        using DeviceWatch watch = WatchDevice(setup, request, allowance);
        Recognizer recognizer = new(setup.Model, setup.Nets, allowance) { WatchesCuts = true };
        RunStatus status = new(setup.Model, setup.BudgetMacsPerFrame) { BudgetNote = setup.BudgetNote, Governor = allowance.Governor };
        using Viewer? viewer = OpenViewer(source, request, status, ending.Cancel);
        FullWidthAudit? audit = request.Audit is { } share ? new FullWidthAudit(setup.Model, setup.Nets, share, new Random(AuditSeed)) : null;
        using DecisionLedger? ledger = request.Ledger?.Open();
        RecognitionRun run = new(setup.Model, recognizer, source, status, outputs, TimeProvider.System)
        {
            Media = media,
            Viewer = viewer,
            OnFailure = Say,
            OnCamera = new CameraLog(source.Name, Say).Add,
            Ledger = ledger,
            Audit = audit,
            OnDrift = () => Say($"audit: answers agree less with the full width's than before ({audit!.Agreed} of {audit.Windows} windows so far); the scene may have changed, look at what the camera shows."),
        };
        if (request.Seconds is { } seconds)
            ending.CancelAfter(TimeSpan.FromSeconds(seconds));
        Func<RunSummary> work = HasWindow(request) ? () => BesideWindow(run, viewer!, ending.Token) : () => run.Run(ending.Token);
        RunSummary summary = request.LiveStatus ? LiveStatus.While(status, work) : work();
        bool complete = FinishFiles(viewer);
        ledger?.Dispose(); // all lines are in the file, and counted, before the report says so
        RunReport report = Describe(setup, source, summary, allowance) with { LedgerDropped = ledger?.Dropped, Device = Describe(watch.Newest, allowance), Audit = Describe(audit) };
        if (request.Json)
            ReportJson.Print(report, types => types.RunReport);
        if (summary.Camera is { Connections: 0 } absent)
            return NeverCame(source.Name, absent);
        if (!request.Json)
            RunTable.Print(report);
        return complete ? 0 : 1;
    }

    /// <summary>Says something to the user while a run goes on.</summary>
    public static void Say(string problem) => Console.Error.WriteLine($"sdcom: {problem}");

    // A run without a single picture has failed, however patiently.
    private static int NeverCame(string name, CameraStatus camera)
    {
        Say($"{name}: the camera never came; {camera.Problem ?? "it did not answer in this time"}.");
        return 1;
    }

    private static bool HasWindow(RunRequest request) => request.Window && WindowSink.IsPossible;

    // The window gets this thread, the program's first, and the recogniser another.
    private static RunSummary BesideWindow(RecognitionRun run, Viewer viewer, CancellationToken stop)
    {
        Task<RunSummary> running = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    return run.Run(stop);
                }
                finally
                {
                    viewer.End();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        viewer.Run();
        return running.GetAwaiter().GetResult();
    }

    // A recording that cannot be completed does not take the summary with it.
    private static bool FinishFiles(Viewer? viewer)
    {
        try
        {
            viewer?.Finish();
            return true;
        }
        catch (InputException problem)
        {
            Say(problem.Message);
            return false;
        }
    }

    private static Viewer? OpenViewer(IFrameSource source, RunRequest request, RunStatus status, Action close)
    {
        List<IPictureSink> sinks = [];
        try
        {
            if (request.Record is { } record)
                sinks.Add(new VideoSink(record, source.IsLive ? LiveRecordingRate : source.FramesPerSecond));
            if (request.Snapshot is { } snapshot)
                sinks.Add(new SnapshotSink(snapshot));
            if (HasWindow(request))
                sinks.Add(new WindowSink(close));
        }
        catch
        {
            sinks.ForEach(sink => sink.Dispose());
            throw;
        }

        return sinks.Count > 0 ? new Viewer(status, source.IsLive, sinks, ownThread: !HasWindow(request)) : null;
    }

    private static RunReport Describe(ModelSetup setup, IFrameSource source, RunSummary summary, Allowance allowance)
    {
        bool performs = source is SyntheticSource;
        bool judged = summary.Shown.Any(shown => shown.Judged);
        return new RunReport
        {
            Model = setup.Model.Manifest.Name,
            Source = source.Name,
            Frames = new FramesReport(summary.Frames.Captured, summary.Frames.Processed, summary.Frames.Dropped, summary.Frames.Failed),
            Camera = summary.Camera is { } camera ? new CameraReport(CameraLog.Word(camera.State), camera.Connections, camera.Problem) : null,
            Events = [.. summary.Events.Select(e => new EventReport(e.Action, Seconds(e.Start), Seconds(e.End), Figures.Round(e.Confidence)))],
            WidthShare = Figures.Shares(summary.WidthShare),
            MacsPerFrame = Figures.Round(summary.MacsPerFrame, 1),
            FullMacsPerFrame = setup.Model.Costs.FullFrame,
            BudgetOvershoot = summary.BudgetOvershoot,
            Budget = allowance.Level is { } level ? new BudgetReport(Figures.Unit(allowance.Unit), allowance.Spent, Figures.Round(level), Figures.Round(allowance.Price ?? 0, 4)) : null,
            LatencyMs = new Latency(Figures.Round(summary.MedianLatencyMs), Figures.Round(summary.P95LatencyMs)),
            Shown = performs ? [.. summary.Shown.Select(Describe)] : null,
            Recognised = performs && judged ? summary.Shown.All(shown => shown.Recognised || !shown.Judged) : null,
        };
    }

    private static ShownReport Describe(ShownAction shown) =>
        new(shown.Action, Seconds(shown.Start), Seconds(shown.End), shown.Answer, Figures.Round(shown.Confidence), shown.Judged ? shown.Recognised : null);

    private static AuditReport? Describe(FullWidthAudit? audit) => audit is null
        ? null
        : new(audit.Share, audit.Frames, audit.Macs, audit.Windows, audit.Windows > 0 ? Figures.Round((double)audit.Agreed / audit.Windows, 4) : null, audit.Alarms);

    private static DeviceReport Describe(DeviceReading device, Allowance allowance) =>
        new(Rounded(device.TemperatureC), Rounded(device.PowerWatts), Rounded(device.GpuLoadPercent), Rounded(device.Battery?.Percent), allowance.Share, allowance.Governor?.Reason);

    private static double? Rounded(double? value) => value is { } known ? Figures.Round(known, 2) : null;

    // Limits whose sensor is missing are said once: the run goes on without them.
    private static DeviceWatch WatchDevice(ModelSetup setup, RunRequest request, Allowance allowance)
    {
        DeviceSensors sensors = new(request.SensorRoot, TimeProvider.System);
        if (setup.Profile?.Limits is { } limits)
        {
            allowance.Governor = new Governor(limits, TimeProvider.System);
            Warn(limits.TemperatureC is not null && !Has(SensorKind.TemperatureC), "temperatureC", "no temperature sensor");
            Warn(limits.PowerWatts is not null && !Has(SensorKind.PowerWatts), "powerWatts", "no power sensor");
            Warn(limits.BatteryUntil is not null && !sensors.HasBattery, "batteryUntil", "no battery");
        }

        return new DeviceWatch(sensors, allowance.Governor);

        bool Has(SensorKind kind) => sensors.All.Any(sensor => sensor.Kind == kind);

        void Warn(bool missing, string key, string what)
        {
            if (missing)
                Say($"{setup.Profile!.Path}: limits.{key} is not watched: {what} was found under {request.SensorRoot}; remove the limit or give --sysfs.");
        }
    }

    private static double Seconds(TimeSpan time) => Figures.Round(time.TotalSeconds, 2);
}
