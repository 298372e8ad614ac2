using System.Device.I2c;
using SdCom.Edge.Host.Commands;
using SdCom.Edge.Host.Configuration;
using SdCom.Edge.Host.Dashboard;
using SdCom.Edge.Host.Inputs;
using SdCom.Edge.Host.Outputs;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Host.Terminal;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Ledger;
using SdCom.Edge.Runtime.Outputs;
using SdCom.Edge.Runtime.Overlay;
using SdCom.Edge.Runtime.Recognition;
using SdCom.Edge.Runtime.Service;
using SdCom.Edge.Runtime.Telemetry;

namespace SdCom.Edge.Host;

/// <summary>Wires sources to recognisers with everything that looks on, for <c>run</c> and <c>demo</c>: one set of nets and one budget, and for each source a stream of its own.</summary>
internal static class RunSession
{
    private const int AuditSeed = 1;

    /// <summary>Runs until the sources end, the time is up or somebody stops it; prints the report and returns the exit code.</summary>
    public static int Execute(ModelSetup setup, CameraSources sources, RunRequest request, OutputSet outputs, CancellationToken stop)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        MediaClock? media = sources.IsRealTime ? null : new MediaClock();
        Allowance allowance = setup.CreateAllowance(media ?? TimeProvider.System, streams: sources.All.Count);
        using I2cDevice? meter = request.PowerMeter?.OpenBus();
        using DeviceWatch watch = DeviceLimitsWatch.Start(setup, request.SensorRoot, allowance, request.PowerMeter?.SensorOn(meter!));
        using TriggerInput? trigger = request.Trigger?.Open(Say);
        RunStatus[] statuses = [.. sources.All.Select(_ => new RunStatus(setup.Model, setup.BudgetMacsPerFrame / sources.All.Count) { BudgetNote = setup.BudgetNote, Allowance = allowance })];
        ProfileChange change = new(setup, statuses, watch, media ?? TimeProvider.System);
        using Viewers viewers = Viewers.Open(sources, request, statuses, outputs, ending.Cancel);
        using DashboardSession? dashboard = request.Dashboard is null && request.Collector is null
            ? null
            : new DashboardSession(setup, request, sources.Names, statuses, allowance, watch, change);
        using ConfigReload? reload = request.Config is { } config ? new ConfigReload(config, setup.Profile, change, allowance, Say) : null;
        using DecisionLedger? ledger = request.Ledger?.Open();
        FullWidthAudit[] audits = request.Audit is { } share ? [.. sources.All.Select((_, i) => new FullWidthAudit(setup.Model, setup.Nets, share, new Random(AuditSeed + i)))] : [];
        SharedOutputs told = new(dashboard is null ? outputs.All : [.. outputs.All, dashboard.Board.Actions]);
        CameraStream[] cameras = [.. sources.All.Select((source, i) => new CameraStream(
            setup.Model,
            new Recognizer(setup.Model, setup.Nets, allowance, inTurns: sources.AreSeveral) { WatchesCuts = true },
            source,
            statuses[i],
            told,
            TimeProvider.System)
        {
            Name = sources.Tags[i],
            Viewer = dashboard?.Board.Cameras[i].Beside(viewers.Of(i)) ?? viewers.Of(i),
            Timeline = dashboard?.Board.Cameras[i].Decisions,
            Trigger = trigger?.Trigger,
            OnFailure = Say,
            OnCamera = new CameraLog(sources.Names[i], Say).Add,
            Ledger = ledger,
            Audit = audits.Length > 0 ? audits[i] : null,
            OnDrift = () => Say(Drift(audits[i], sources.AreSeveral ? $"{sources.Names[i]}: " : string.Empty)),
        })];
        dashboard?.Start(cameras, outputs.Describe);
        RecognitionRun run = new(cameras, allowance) { Media = media };
        using ServiceWatch? service = ServiceWatch.Start(statuses, TimeProvider.System);
        using ServiceWatch? alive = ServiceWatch.StartFile(statuses, TimeProvider.System, Say);
        using CancellationTokenRegistration leaving = ending.Token.Register(() => Leave(service, alive));
        if (request.Seconds is { } seconds)
            ending.CancelAfter(TimeSpan.FromSeconds(seconds));
        Func<IReadOnlyList<RunSummary>> work = viewers.Window is { } window ? () => BesideWindow(run, window, ending.Token) : () => run.Run(ending.Token);
        IReadOnlyList<RunSummary> summaries = request.LiveStatus ? LiveStatus.While([.. sources.Names.Zip(statuses)], work) : work();
        bool complete = viewers.Finish(Say);
        ledger?.Dispose(); // all lines are in the file, and counted, before the report says so
        outputs.Dispose(); // the same
        dashboard?.EndExport(); // the same
        RunReport report = RunDescription.Of(setup, summaries, allowance, sources.IsRealTime) with
        {
            FirstDecisionMs = ProgramStart.MillisecondsTo(cameras.Min(camera => camera.FirstAnswer)) is { } first ? Figures.Round(first, 1) : null,
            Outputs = dashboard?.Board.Outputs() ?? outputs.Describe(),
            Trigger = trigger?.Describe(),
            LedgerDropped = ledger?.Dropped,
            Device = RunDescription.Of(watch.Newest, allowance),
            Audit = RunDescription.Of(audits),
        };
        if (request.Json)
            ReportJson.Print(report, types => types.RunReport);
        bool came = NeverCame(sources.Names, summaries) == 0;
        if (!request.Json && (came || sources.AreSeveral))
            RunTable.Print(report);
        return complete && came && summaries.All(summary => summary.Problem is null) ? 0 : 1;
    }

    /// <summary>Says something to the user while a run goes on.</summary>
    public static void Say(string problem) => Console.Error.WriteLine($"sdcom: {problem}");

    private static string Drift(FullWidthAudit audit, string camera) =>
        $"{camera}audit: answers agree less with the full width's than before ({audit.Agreed} of {audit.Windows} windows so far); the scene may have changed, look at what the camera shows.";

    private static void Leave(params ReadOnlySpan<ServiceWatch?> watches)
    {
        foreach (ServiceWatch? watch in watches)
            watch?.Stopping();
    }

    // A camera without a single picture has failed, however patiently. Returns how many have.
    private static int NeverCame(IReadOnlyList<string> names, IReadOnlyList<RunSummary> summaries)
    {
        int absent = 0;
        for (int i = 0; i < summaries.Count; i++)
        {
            if (summaries[i].Camera is not { Connections: 0 } camera)
                continue;
            absent++;
            Say($"{names[i]}: the camera never came; {camera.Problem ?? "it did not answer in this time"}.");
        }

        return absent;
    }

    // The window gets this thread, the program's first, and the recogniser another.
    private static IReadOnlyList<RunSummary> BesideWindow(RecognitionRun run, Viewer viewer, CancellationToken stop)
    {
        Task<IReadOnlyList<RunSummary>> running = Task.Factory.StartNew(
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
}
