using SdCom.Edge.Fleet.Simulation;

namespace SdCom.Edge.Fleet.Tests.Simulation;

/// <summary>Where theory has a formula, the simulation must agree with it.</summary>
public class QueueingTheoryTests
{
    private const double StudentT999 = 4.07; // two-sided 99.9 %, 15 degrees of freedom
    private const int Replications = 16;

    [Theory]
    [InlineData(1, 0.7)]
    [InlineData(4, 0.8)]
    [InlineData(8, 0.8)]
    public void Waits_of_memoryless_clips_are_Erlangs(int nodes, double load)
    {
        double rate = load * nodes; // mean service of one second
        // Erlang C (Erlang 1917): W = C(c, a) / (c mu - lambda).
        double expected = ErlangC(nodes, rate) / (nodes - rate);
        Agree(expected, seed => MeanWait(nodes, rate, ServiceTimes.Exponential(1), seed));
    }

    [Fact]
    public void Waits_of_equal_clips_on_one_node_are_Pollaczeks_and_Khinchines()
    {
        const double Load = 0.75;
        Agree(Load / (2 * (1 - Load)), seed => MeanWait(1, Load, ServiceTimes.Constant(1), seed));
    }

    [Fact]
    public void Waits_of_measured_clips_on_one_node_follow_their_second_moment()
    {
        double[] seconds = [0.2, 0.5, 0.9, 2.4];
        double mean = seconds.Average(), second = seconds.Average(s => s * s), rate = 0.7 / mean;
        Agree(rate * second / (2 * (1 - (rate * mean))), seed => MeanWait(1, rate, ServiceTimes.Measured(seconds), seed));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 1, 2)] // two workers on two cores
    [InlineData(4, 1, 2)] // four share them
    [InlineData(4, 0.8, 1.6)] // and feel each other
    public void Workers_of_one_machine_get_as_much_done_as_its_cores(int nodes, double efficiency, double expected)
    {
        FleetScenario scenario = Bare(nodes, ServiceTimes.Constant(0.5)) with { NodesPerMachine = 4, CoresPerMachine = 2, CoreEfficiency = efficiency, Clips = 4000, ClipsPerSecond = double.PositiveInfinity, Seconds = 1e6, SampleSeconds = 100 };
        SimulationOutcome outcome = Run(scenario);
        Assert.Equal(expected, outcome.Answered * 0.5 / outcome.ClipSeconds, 0.01 * expected);
    }

    [Fact]
    public void A_queue_that_is_given_too_much_lets_through_what_its_process_can_and_is_named()
    {
        // Every clip is enqueued, delivered and settled: three steps of 50 us, whatever 400 nodes could do.
        BrokerCosts slow = BrokerCosts.None with { QueueMicroseconds = 50, OneWayMilliseconds = 1 };
        FleetScenario scenario = Bare(400, ServiceTimes.Constant(0.01)) with { Broker = slow, Prefetch = 8, Clips = 100_000, ClipsPerSecond = double.PositiveInfinity, SampleSeconds = 1 };
        SimulationOutcome outcome = Run(scenario);
        Assert.Equal(15, outcome.ClipSeconds, 0.1);
        ResourceUse first = outcome.Resources.Where(use => use.Scales).MaxBy(use => use.Typical)!;
        Assert.Equal("clip queue", first.Name);
        Assert.Equal(1, first.Typical, 0.03);

        // With less to do its share tells how much more it could.
        SimulationOutcome calm = Run(scenario with { Nodes = 50, Clips = 25_000, ClipsPerSecond = 2500 });
        Assert.Equal(0.375, calm.Resources.Single(use => use.Name == "clip queue").Typical, 0.01);
    }

    private static double MeanWait(int nodes, double rate, ServiceTimes times, int seed) => Run(Bare(nodes, times) with
    {
        Seed = seed,
        Clips = 20_000,
        ClipsPerSecond = rate,
        IsSubmittedByChance = true,
        Seconds = 1e9,
        SampleSeconds = 1e5,
    }).MeanWait;

    // Nothing but clips and cores: a broker that takes no time, one lane a node.
    private static FleetScenario Bare(int nodes, ServiceTimes times) => new()
    {
        Nodes = nodes,
        Lanes = 1,
        Prefetch = 1,
        CoresPerMachine = 1,
        ClipTimes = times,
        Broker = BrokerCosts.None,
        Watchers = 0,
        NodeStart = 0,
        Heartbeat = 1e4,
    };

    private static double ErlangC(int servers, double offered)
    {
        double term = 1, sum = 1; // offered^k / k!
        for (int k = 1; k < servers; k++)
            sum += term *= offered / k;
        double last = term * offered / servers * servers / (servers - offered);
        return last / (sum + last);
    }

    private static void Agree(double expected, Func<int, double> simulate)
    {
        double[] means = [.. Enumerable.Range(1, Replications).Select(simulate)];
        double mean = means.Average(), deviation = Math.Sqrt(means.Sum(m => (m - mean) * (m - mean)) / (Replications - 1));
        double half = StudentT999 * deviation / Math.Sqrt(Replications);
        Assert.True(half < 0.15 * expected, $"an interval of +-{half:0.###} says little about {expected:0.###}");
        Assert.InRange(expected, mean - half, mean + half);
    }

    private static SimulationOutcome Run(FleetScenario scenario) => FleetSimulation.Run(scenario, TestContext.Current.CancellationToken);
}
