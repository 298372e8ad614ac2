namespace SdCom.Edge.Fleet.Simulation;

/// <summary>
/// A discrete-event simulation of a fleet: the broker with its queues, nodes with their cores, cameras with their leases, clips, and what befalls them. One scenario gives one outcome.
/// </summary>
public sealed class FleetSimulation
{
    private readonly World world;
    private readonly Meters meters;
    private readonly List<Recovery> recoveries = [];
    private readonly double lastFault;
    private int toSubmit;
    private double firstAnswer = double.NaN;
    private double lastAnswer = double.NaN;

    private FleetSimulation(FleetScenario scenario)
    {
        world = new World(scenario);
        meters = new Meters(world);
        toSubmit = scenario.Clips;
        lastFault = scenario.Faults.Count == 0 ? 0 : scenario.Faults.Max(fault => fault.At + fault.Seconds);
    }

    private FleetScenario Scenario => world.Scenario;

    private EventQueue Events => world.Events;

    /// <summary>Simulates.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static SimulationOutcome Run(FleetScenario scenario, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return new FleetSimulation(scenario).Run(cancel);
    }

    private SimulationOutcome Run(CancellationToken cancel)
    {
        foreach (SimulatedNode node in world.Nodes)
        {
            node.Start(Scenario.NodeStart * (1 + world.Random.NextDouble())); // machines do not start in step
            FailByChance(node);
        }

        foreach (Fault fault in Scenario.Faults.OrderBy(fault => fault.At))
            Events.At(fault.At, () => Befall(fault));
        Submit();
        if (Scenario.Cameras > 0 && Scenario.EventsPerCamera > 0)
            PublishEvents();
        Events.Every(Scenario.SampleSeconds, meters.Read);
        long looked = 0;
        Events.Run(Scenario.Seconds, () =>
        {
            if ((++looked & 0xffff) == 0)
                cancel.ThrowIfCancellationRequested();
            return IsOver();
        });
        return Outcome();
    }

    // Cameras run until the end; without them the last clip's answer is the end.
    private bool IsOver()
    {
        int answered = world.Broker.Answered;
        if (answered > 0 && double.IsNaN(firstAnswer))
            firstAnswer = Events.Now;
        bool allAnswered = Scenario.Clips > 0 && answered + world.Broker.Dead == Scenario.Clips;
        if (allAnswered && double.IsNaN(lastAnswer))
            lastAnswer = Events.Now;
        return allAnswered && Scenario.Cameras == 0 && Events.Now >= lastFault;
    }

    private void Submit()
    {
        if (double.IsPositiveInfinity(Scenario.ClipsPerSecond))
        {
            while (toSubmit > 0 && world.Broker.Submit())
                toSubmit--;
        }

        if (toSubmit == 0)
            return;
        double wait = double.IsPositiveInfinity(Scenario.ClipsPerSecond) ? Scenario.FirstWait
            : Scenario.IsSubmittedByChance ? Chance.Exponential(world.Random, 1 / Scenario.ClipsPerSecond)
            : 1 / Scenario.ClipsPerSecond;
        Events.After(wait, () =>
        {
            if (toSubmit > 0 && !double.IsPositiveInfinity(Scenario.ClipsPerSecond) && world.Broker.Submit())
                toSubmit--;
            Submit();
        });
    }

    // All cameras together, as one source without memory; what falls to a camera that does not run is dropped.
    private void PublishEvents() => Events.After(Chance.Exponential(world.Random, 1 / (Scenario.EventsPerCamera * Scenario.Cameras)), () =>
    {
        if (world.Broker.IsUp && world.Random.Next(Scenario.Cameras) < world.RunningCameras)
            world.Broker.Event();
        PublishEvents();
    });

    private void FailByChance(SimulatedNode node)
    {
        if (!double.IsFinite(Scenario.MeanSecondsBetweenFailures))
            return;
        Events.After(Chance.Exponential(world.Random, Scenario.MeanSecondsBetweenFailures), () =>
        {
            double repair = Chance.Exponential(world.Random, Scenario.MeanSecondsToRepair);
            if (node.IsAlive)
                Kill(node, new Recovery(new Fault(Events.Now, FaultKind.NodeKilled, repair)));
            FailByChance(node);
        });
    }

    private void Befall(Fault fault)
    {
        Recovery recovery = new(fault);
        recoveries.Add(recovery);
        switch (fault.Kind)
        {
            case FaultKind.NodeKilled:
                if (world.Nodes[fault.Node].IsAlive)
                    Kill(world.Nodes[fault.Node], recovery);
                break;
            case FaultKind.NodeCutOff:
                world.Nodes[fault.Node].CutOff(recovery);
                Events.After(fault.Seconds, world.Nodes[fault.Node].Reconnect);
                break;
            case FaultKind.BrokerDown:
                world.Lapses = recovery;
                world.Broker.Stop();
                Events.After(fault.Seconds, world.Broker.Start);
                break;
        }
    }

    private void Kill(SimulatedNode node, Recovery recovery)
    {
        node.Kill(recovery);
        Events.After(recovery.Fault.Seconds, () => node.Start(Scenario.NodeStart));
    }

    private SimulationOutcome Outcome()
    {
        SimulatedBroker broker = world.Broker;
        return new SimulationOutcome
        {
            Seconds = Events.Now,
            Submitted = broker.Submitted,
            Answered = broker.Answered,
            Duplicates = broker.Duplicates,
            Returned = broker.Returned,
            Dead = broker.Dead,
            Left = broker.Submitted - broker.Answered - broker.Dead,
            ClipSeconds = lastAnswer,
            ClipsPerSecond = broker.Answered / ((double.IsNaN(lastAnswer) ? Events.Now : lastAnswer) - firstAnswer),
            MeanWait = broker.MeanWait,
            DeepestQueue = meters.DeepestQueue,
            CameraStartSeconds = world.FirstStarts.Count == Scenario.Cameras && Scenario.Cameras > 0 ? world.FirstStarts.Max() : double.NaN,
            RunningCameras = world.RunningCameras,
            Outages = [.. world.Outages.Order()],
            Overlaps = world.Overlaps,
            Messages = broker.Messages,
            Faults = [.. recoveries.Select(mended => new FaultOutcome(mended.Fault, mended.Cameras, mended.CameraSeconds, mended.Clips, mended.ClipSeconds))],
            Resources = meters.Resources(),
            Timeline = meters.Timeline,
            Events = Events.Count,
        };
    }
}
