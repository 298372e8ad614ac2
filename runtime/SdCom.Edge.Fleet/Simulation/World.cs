namespace SdCom.Edge.Fleet.Simulation;

/// <summary>What nodes share: time, chance, the broker, and who sees the cameras.</summary>
internal sealed class World
{
    public World(FleetScenario scenario)
    {
        Scenario = scenario;
        Random = new Random(scenario.Seed);
        Cameras = [.. Enumerable.Range(0, scenario.Cameras).Select(_ => new SimulatedCamera())];
        Broker = new SimulatedBroker(Events, scenario, Cameras);
        SharedCores[] machines = [.. Enumerable.Range(0, (scenario.Nodes + scenario.NodesPerMachine - 1) / scenario.NodesPerMachine).Select(_ => new SharedCores(Events, scenario.CoresPerMachine, scenario.CoreEfficiency))];
        Nodes = [.. Enumerable.Range(0, scenario.Nodes).Select(node => new SimulatedNode(this, machines[node / scenario.NodesPerMachine], node))];
        Machines = machines;
        Lapses = new Recovery(new Fault(0, FaultKind.BrokerDown, 0));
    }

    public EventQueue Events { get; } = new();

    public FleetScenario Scenario { get; }

    public Random Random { get; }

    public SimulatedBroker Broker { get; }

    public IReadOnlyList<SimulatedNode> Nodes { get; }

    public IReadOnlyList<SharedCores> Machines { get; }

    public IReadOnlyList<SimulatedCamera> Cameras { get; }

    /// <summary>What leases are put down to that end without a fault of their node's: the broker's fault, or a broker too slow to confirm reports in time.</summary>
    public Recovery Lapses { get; set; }

    public int RunningCameras { get; private set; }

    /// <summary>Seconds from the beginning until a camera first ran.</summary>
    public List<double> FirstStarts { get; } = [];

    /// <summary>Seconds in which nobody saw a camera that had been seen.</summary>
    public List<double> Outages { get; } = [];

    /// <summary>How often a camera began on one node while another still ran it.</summary>
    public int Overlaps { get; private set; }

    /// <summary>A node publishes a camera's events from now on.</summary>
    public void Begin(SimulatedCamera camera)
    {
        if (++camera.Publishers > 1)
            Overlaps++;
        RunningCameras++;
        if (!camera.HasRun)
            FirstStarts.Add(Events.Now);
        else
            Outages.Add(Events.Now - camera.DownSince);
        camera.HasRun = true;
        camera.DownSince = -1;
        camera.Recovery?.Mend(camera, Events.Now);
    }

    /// <summary>A node publishes none any more.</summary>
    public void End(SimulatedCamera camera)
    {
        camera.Publishers--;
        RunningCameras--;
        if (camera.DownSince < 0)
            camera.DownSince = Events.Now;
    }
}
