using SdCom.Edge.Fleet.Simulation;

namespace SdCom.Edge.Fleet.Tests.Simulation;

public class FaultTests
{
    private static readonly FleetScenario Small = new()
    {
        Nodes = 10,
        Cameras = 60,
        CamerasPerNode = 7, // nine nodes have room for all
        Clips = 3000,
        ClipsPerSecond = 200,
        ClipTimes = ServiceTimes.Measured([0.1, 0.2, 0.4]),
        Seconds = 180,
    };

    [Fact]
    public void The_same_seed_gives_the_same_world_and_another_seed_another()
    {
        FleetScenario scenario = Small with { MeanSecondsBetweenFailures = 60, MeanSecondsToRepair = 5 };
        SimulationOutcome first = Run(scenario), again = Run(scenario), other = Run(scenario with { Seed = 2 });
        Assert.Equal(first.Timeline, again.Timeline);
        Assert.Equal(first.Outages, again.Outages);
        Assert.Equal((first.Messages, first.Events, first.Duplicates), (again.Messages, again.Events, again.Duplicates));
        Assert.NotEqual(first.Timeline, other.Timeline);
    }

    [Fact]
    public void Whatever_befalls_the_fleet_every_clip_is_answered_and_no_camera_runs_twice_at_once()
    {
        for (int seed = 1; seed <= 25; seed++)
        {
            Random random = new(seed);
            Fault[] faults = [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => new Fault(random.NextDouble() * 60, (FaultKind)random.Next(3), random.NextDouble() * 15, random.Next(10)))];
            FleetScenario scenario = Small with
            {
                Seed = seed,
                Faults = faults,
                MeanSecondsBetweenFailures = random.Next(2) == 0 ? double.PositiveInfinity : 40,
                MeanSecondsToRepair = 3,
                DeliveryLimit = 1000,
                Watchers = random.Next(3),
                CameraQueues = 1 + (seed % 4 * 5), // up to more than there are nodes
            };
            SimulationOutcome outcome = Run(scenario);
            Assert.Equal(outcome.Submitted, outcome.Answered + outcome.Dead + outcome.Left);
            Assert.True(outcome is { Submitted: 3000, Answered: 3000, Dead: 0, Left: 0, Overlaps: 0 }, $"seed {seed}: {outcome with { Timeline = [], Outages = [], Resources = [], Faults = [] }}");
            Assert.True(outcome.Duplicates <= outcome.Returned, $"seed {seed}"); // only a job that was given twice can be answered twice
        }
    }

    [Fact]
    public void A_job_that_comes_back_too_often_is_dead_and_counted()
    {
        FleetScenario scenario = Small with { Cameras = 0, MeanSecondsBetweenFailures = 2, MeanSecondsToRepair = 1, DeliveryLimit = 1, NodeStart = 0.5, Seconds = 5000 };
        SimulationOutcome outcome = Run(scenario);
        Assert.True(outcome.Dead > 0);
        Assert.Equal(3000, outcome.Answered + outcome.Dead);
        Assert.Equal(0, outcome.Left);
    }

    [Theory]
    [InlineData(1, FaultKind.NodeKilled, 0, 3)] // seen at once; the source is opened anew
    [InlineData(1, FaultKind.NodeCutOff, 4, 7)] // two heartbeats of 2 s first
    [InlineData(4, FaultKind.NodeKilled, 0, 3)]
    [InlineData(4, FaultKind.NodeCutOff, 4, 7)]
    [InlineData(12, FaultKind.NodeKilled, 0, 8)] // a queue at which nobody waits is found by looking: 11 looks at most, of half a second
    public void Cameras_of_a_lost_node_run_elsewhere_in_time(int queues, FaultKind kind, double least, double most)
    {
        SimulationOutcome outcome = Run(Small with { CameraQueues = queues, Faults = [new Fault(40, kind, 100, Node: 0)], Seconds = 80 });
        FaultOutcome fault = Assert.Single(outcome.Faults);
        Assert.True(fault.Cameras > 0);
        Assert.InRange(fault.CameraSeconds, least, most);
        Assert.InRange(outcome.Outages[^1], least, most);
        Assert.Equal(60, outcome.RunningCameras);
        Assert.Equal(0, outcome.Overlaps);
    }

    [Fact]
    public void A_short_cut_moves_no_camera()
    {
        SimulationOutcome outcome = Run(Small with { Faults = [new Fault(40, FaultKind.NodeCutOff, 0.5, Node: 3)], Seconds = 80 });
        Assert.Empty(outcome.Outages);
        Assert.Equal(0, outcome.Returned);
        Assert.Equal(0.5, Assert.Single(outcome.Faults).CameraSeconds, 0.01);
    }

    [Fact]
    public void After_a_restart_of_the_broker_all_is_taken_up_again()
    {
        SimulationOutcome outcome = Run(Small with { Faults = [new Fault(30, FaultKind.BrokerDown, 8)], Seconds = 120 });
        FaultOutcome fault = Assert.Single(outcome.Faults);
        Assert.Equal(60, fault.Cameras);
        Assert.InRange(fault.CameraSeconds, 8, 8 + 5 + 3); // until the longest wait between two attempts, and the cameras' start
        Assert.Equal(3000, outcome.Answered);
        Assert.Equal(60, outcome.RunningCameras);
        Assert.Equal(0, outcome.Timeline.Single(point => point.Seconds == 35).Nodes);
    }

    [Fact]
    public void Messages_are_those_that_the_protocol_needs()
    {
        // A clip: published and confirmed, delivered, answered and confirmed, settled. A report: published, confirmed, and one for each who watches.
        FleetScenario scenario = Small with { Cameras = 0, Clips = 500, Watchers = 3, Broker = BrokerCosts.None, NodeStart = 0, Seconds = 20.5 };
        SimulationOutcome clips = Run(scenario), idle = Run(scenario with { Clips = 0 });
        Assert.Equal(10 * 11 * 5, idle.Messages);
        Assert.Equal((500 * 6) - 1 + ((Math.Floor(clips.Seconds / 2) + 1) * 10 * 5), clips.Messages); // it ends before the last is settled
    }

    private static SimulationOutcome Run(FleetScenario scenario) => FleetSimulation.Run(scenario, TestContext.Current.CancellationToken);
}
