using SdCom.Edge.Core;
using SdCom.Edge.Host.Commands;
using SdCom.Edge.Host.Dashboard.Export;
using SdCom.Edge.Host.Dashboard.State;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Ledger;
using SdCom.Edge.Runtime.Recognition;
using SdCom.Edge.Runtime.Telemetry;

namespace SdCom.Edge.Host.Dashboard;

/// <summary>
/// The dashboard of one run, and what it sends to a collector of metrics. Nothing outside this folder names ASP.NET Core or OpenTelemetry, so that runs without both never load them.
/// </summary>
internal sealed class DashboardSession : IDisposable
{
    private const long ChangesBytes = 1 << 20;

    private readonly DashboardSettings? settings;
    private readonly CollectorSettings? collector;
    private DashboardServer? server;
    private CollectorExport? export;

    /// <summary>Prepares the board that a run's cameras report to.</summary>
    /// <exception cref="InputException">The file beside the ledger cannot be written.</exception>
    public DashboardSession(ModelSetup setup, RunRequest request, IReadOnlyList<string> names, IReadOnlyList<RunStatus> statuses, Allowance allowance, DeviceWatch watch, ProfileChange change)
    {
        settings = request.Dashboard;
        collector = request.Collector;
        RotatingFile? file = request.Ledger is { } ledger ? new RotatingFile($"{ledger.Path}.changes", ChangesBytes, kept: 1) : null;
        ChangeLog changes = new(file, RunSession.Say, TimeProvider.System);
        ProfileShelf shelf = new(Shipped.ProfilesOrNull, setup.Profile, change.Misfit, change.Take, change.Remark);
        Board = new RunBoard(
            setup.Model,
            new EngineState(setup.Engine.Provider, setup.Engine.Threads),
            [.. names.Zip(statuses, (name, status) => new CameraBoard(name, status, TimeProvider.System))],
            new BudgetDesk(allowance, shelf, changes),
            watch,
            changes,
            TimeProvider.System);
    }

    /// <summary>What the run reports to.</summary>
    public RunBoard Board { get; }

    /// <summary>Begins to listen and to send.</summary>
    /// <param name="cameras">The run's cameras, whose frames are counted.</param>
    /// <param name="outputs">Tells what the outputs are doing.</param>
    /// <exception cref="InputException">An address cannot be had.</exception>
    public void Start(IReadOnlyList<CameraStream> cameras, Func<IReadOnlyList<OutputReport>> outputs)
    {
        Board.Outputs = outputs;
        for (int i = 0; i < cameras.Count; i++)
        {
            CameraStream camera = cameras[i];
            (Board.Cameras[i].Counts, Board.Cameras[i].IsOver) = (() => camera.Counts, () => camera.IsOver);
        }

        if (settings is not null)
            Serve(settings);
        if (collector is not null)
            Send(collector, outputs);
    }

    /// <summary>Sends the last figures to the collector.</summary>
    public void EndExport() => export?.Dispose();

    public void Dispose()
    {
        EndExport();
        Board.Dispose(); // whoever looks or listens is let go first
        server?.Dispose();
    }

    private void Serve(DashboardSettings where)
    {
        server = DashboardServer.Start(where, Board, TimeProvider.System);
        RunSession.Say($"dashboard at {string.Join(" and ", server.Addresses)}{(where.Token is null ? string.Empty : ", opened by the token")}");
    }

    private void Send(CollectorSettings where, Func<IReadOnlyList<OutputReport>> outputs)
    {
        CollectorExport started = export = CollectorExport.Start(where, RunSession.Say);
        Board.Outputs = () => [.. outputs(), started.Report];
    }
}
