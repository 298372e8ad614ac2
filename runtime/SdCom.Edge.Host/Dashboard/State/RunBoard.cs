using SdCom.Edge.Core.Packages;
using SdCom.Edge.Host.Dashboard.Export;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Runtime.Telemetry;

namespace SdCom.Edge.Host.Dashboard.State;

/// <summary>A run as the dashboard sees it: it only looks, but for what its <see cref="BudgetDesk"/> changes.</summary>
internal sealed class RunBoard : IDisposable
{
    private const int WatchdogIntervals = 10;

    private static readonly TimeSpan ShortestWatchdog = TimeSpan.FromSeconds(5);

    private readonly ModelPackage model;
    private readonly EngineState engine;
    private readonly DeviceWatch device;
    private readonly ProcessUse process;
    private readonly TimeSpan watchdog;
    private readonly RunMetrics metrics;
    private readonly TimeProvider clock;
    private readonly long start;

    /// <param name="model">The model that runs.</param>
    /// <param name="engine">The engine that runs it.</param>
    /// <param name="cameras">The cameras; disposed with the board.</param>
    /// <param name="desk">Where the budget is seen and changed.</param>
    /// <param name="device">The device's sensors.</param>
    /// <param name="changes">What people changed; disposed with the board.</param>
    /// <param name="clock">Paces snapshots and measures silence.</param>
    public RunBoard(ModelPackage model, EngineState engine, IReadOnlyList<CameraBoard> cameras, BudgetDesk desk, DeviceWatch device, ChangeLog changes, TimeProvider clock)
    {
        this.model = model;
        this.engine = engine;
        this.device = device;
        this.clock = clock;
        Cameras = cameras;
        Desk = desk;
        Changes = changes;
        Actions = new ActionBoard([.. cameras.Select(camera => camera.Name)], clock);
        Hub = new EventHub(Snapshot, clock);
        Actions.Added = Hub.Tell;
        Changes.Added = Hub.Tell;
        process = new ProcessUse(clock);
        watchdog = ShortestWatchdog > Interval * WatchdogIntervals ? ShortestWatchdog : Interval * WatchdogIntervals;
        start = clock.GetTimestamp();
        metrics = new RunMetrics(this);
    }

    public IReadOnlyList<CameraBoard> Cameras { get; }

    public BudgetDesk Desk { get; }

    public ChangeLog Changes { get; }

    /// <summary>Told of every action that ends.</summary>
    public ActionBoard Actions { get; }

    /// <summary>Tells those who listen.</summary>
    public EventHub Hub { get; }

    /// <summary>The newest reading of the sensors.</summary>
    public DeviceReading Device => device.Newest;

    /// <summary>What the outputs are doing.</summary>
    public Func<IReadOnlyList<OutputReport>> Outputs { get; set; } = () => [];

    private TimeSpan Interval => TimeSpan.FromMilliseconds(model.Manifest.SegmentIntervalMs);

    /// <summary>Everything at this moment.</summary>
    public DashboardState Snapshot() => new()
    {
        Model = model.Manifest.Name,
        Profile = Desk.Profile,
        Engine = engine,
        UptimeSeconds = Math.Round(clock.GetElapsedTime(start).TotalSeconds, 1),
        Widths = [.. model.Network.Widths.Select(width => width.Fraction)],
        FullMacsPerFrame = model.Costs.FullFrame,
        Budget = Desk.Describe(),
        Device = Describe(device.Newest),
        Cameras = [.. Cameras.Select(camera => camera.Describe())],
        Outputs = Outputs(),
        Profiles = Desk.Choices,
        Changes = Changes.Recent,
    };

    /// <summary>Why the run is not ready, a line for each camera.</summary>
    public IReadOnlyList<string> NotReady() => [.. Cameras.Select(camera => camera.NotReady(watchdog)).OfType<string>()];

    public void Dispose()
    {
        metrics.Dispose(); // nobody reads a camera that is gone
        Hub.Dispose();
        foreach (CameraBoard camera in Cameras)
            camera.Dispose();
        Changes.Dispose();
        Actions.Dispose();
    }

    private DeviceState Describe(DeviceReading reading) =>
        new(Rounded(reading.TemperatureC), Rounded(reading.PowerWatts), Rounded(reading.GpuLoadPercent), Rounded(reading.Battery?.Percent), Math.Round(ProcessUse.ResidentMiB, 1), Math.Round(process.CpuPercent, 1));

    private static double? Rounded(double? value) => value is { } known && double.IsFinite(known) ? Math.Round(known, 2) : null;
}
