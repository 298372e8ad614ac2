using SdCom.Edge.Core;
using SdCom.Edge.Core.Profiles;
using SdCom.Edge.Host.Commands;
using SdCom.Edge.Host.Dashboard.State;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Ledger;
using SdCom.Edge.Runtime.Recognition;
using SdCom.Edge.Runtime.Telemetry;

namespace SdCom.Edge.Host.Dashboard;

/// <summary>The dashboard of one run. Nothing outside this folder names ASP.NET Core, so that runs without a dashboard never load it.</summary>
internal sealed class DashboardSession : IDisposable
{
    private const long ChangesBytes = 1 << 20;

    private readonly DashboardSettings settings;
    private DashboardServer? server;

    /// <summary>Prepares the board that a run's cameras report to.</summary>
    /// <exception cref="InputException">The file beside the ledger cannot be written.</exception>
    public DashboardSession(ModelSetup setup, RunRequest request, IReadOnlyList<string> names, IReadOnlyList<RunStatus> statuses, Allowance allowance, DeviceWatch watch, TimeProvider budgetClock)
    {
        settings = request.Dashboard!;
        RotatingFile? file = request.Ledger is { } ledger ? new RotatingFile($"{ledger.Path}.changes", ChangesBytes, kept: 1) : null;
        ChangeLog changes = new(file, RunSession.Say, TimeProvider.System);
        ProfileShelf shelf = new(Shipped.ProfilesOrNull, setup.Profile, profile => Misfit(setup, profile, statuses.Count), Terms);
        Board = new RunBoard(
            setup.Model,
            new EngineState(setup.Engine.Provider, setup.Engine.Threads),
            [.. names.Zip(statuses, (name, status) => new CameraBoard(name, status, TimeProvider.System))],
            new BudgetDesk(allowance, shelf, changes),
            watch,
            changes,
            TimeProvider.System);

        AllowanceTerms Terms(DeviceProfile profile)
        {
            if (Misfit(setup, profile, statuses.Count) is { } problem)
                throw new InputException(problem);
            Governor? governor = profile.Limits is { } limits ? new Governor(limits, TimeProvider.System) : null;
            AllowanceTerms terms = setup.CreateTerms(profile, budgetClock, statuses.Count) with { Governor = governor };
            watch.Governor = governor;
            foreach (RunStatus status in statuses)
                status.Publish(setup.MacsPerFrameOf(profile) / statuses.Count, ModelSetup.NoteOf(profile));
            return terms;
        }
    }

    /// <summary>What the run reports to.</summary>
    public RunBoard Board { get; }

    /// <summary>Begins to listen.</summary>
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

        server = DashboardServer.Start(settings, Board, TimeProvider.System);
        RunSession.Say($"dashboard at {string.Join(" and ", server.Addresses)}{(settings.Token is null ? string.Empty : ", opened by the token")}");
    }

    public void Dispose()
    {
        Board.Dispose(); // whoever looks or listens is let go first
        server?.Dispose();
    }

    // The engine stays as it was loaded, and nothing may be timed while the nets are at work.
    private static string? Misfit(ModelSetup setup, DeviceProfile profile, int streams)
    {
        if (profile.Provider != setup.Engine.Provider)
            return $"it needs the provider {profile.Provider}, the engine runs on {setup.Engine.Provider}.";
        if (profile.Threads is { } threads && threads != setup.Engine.Threads)
            return $"it needs {threads} threads, the engine runs on {setup.Engine.Threads}.";
        if (profile.CreateTariff(setup.Model.Costs, setup.Model.Manifest.Name) is null)
            return "its budget is in milliseconds, and it has no table that was measured with this model.";
        setup.CreateTerms(profile, TimeProvider.System, streams);
        return null;
    }
}
