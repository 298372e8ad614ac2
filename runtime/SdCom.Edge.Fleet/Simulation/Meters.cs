namespace SdCom.Edge.Fleet.Simulation;

/// <summary>Looks at the world at equal intervals.</summary>
/// <param name="world">The world.</param>
internal sealed class Meters(World world)
{
    private readonly List<TimelinePoint> timeline = [];
    private readonly List<double[]> shares = []; // a sample's share of every resource
    private readonly double[] work = new double[world.Broker.Stations.Count];
    private double machineWork;
    private long messages;

    public IReadOnlyList<TimelinePoint> Timeline => timeline;

    public int DeepestQueue => timeline.Count == 0 ? 0 : timeline.Max(point => point.Ready);

    /// <summary>Notes what happened since the last time.</summary>
    public void Read()
    {
        SimulatedBroker broker = world.Broker;
        double seconds = world.Scenario.SampleSeconds;
        double[] sample = new double[work.Length + 2];
        for (int i = 0; i < work.Length; i++)
        {
            Station station = broker.Stations[i];
            sample[i] = (station.Work - work[i]) / (station.Servers * seconds);
            work[i] = station.Work;
        }

        double machines = world.Machines.Sum(machine => machine.Work);
        sample[^2] = broker.Bytes / world.Scenario.Broker.MemoryBytes;
        sample[^1] = ((machines - machineWork) / seconds / (world.Machines.Count * world.Scenario.CoresPerMachine)) + (world.RunningCameras * world.Scenario.CoresPerCamera / (world.Machines.Count * world.Scenario.CoresPerMachine));
        machineWork = machines;
        shares.Add(sample);
        timeline.Add(new TimelinePoint(world.Events.Now, broker.Ready, broker.Held, broker.Answered, world.RunningCameras, world.Nodes.Count(node => node.IsConnected), (broker.Messages - messages) / seconds, sample[0]));
        messages = broker.Messages;
    }

    /// <summary>Median and peak of every resource's share.</summary>
    public IReadOnlyList<ResourceUse> Resources()
    {
        if (shares.Count == 0)
            return [];
        // While clips are answered; a fleet of cameras alone is the same all the time.
        int[] busy = [.. Enumerable.Range(1, timeline.Count - 1).Where(i => timeline[i].Answered > timeline[i - 1].Answered)];
        if (busy.Length == 0)
            busy = [.. Enumerable.Range(0, timeline.Count)];
        string[] names = [.. world.Broker.Stations.Select(station => station.Name), "broker's memory", "nodes' cores"];
        return [.. names.Select((name, resource) => new ResourceUse(name, Median([.. busy.Select(i => shares[i][resource])]), shares.Max(sample => sample[resource]), resource < names.Length - 1))];
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
