using System.Globalization;
using System.Text.Json;
using SdCom.Edge.Fleet.Broker;
using SdCom.Edge.Fleet.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Deploy;
using SdCom.Edge.Runtime.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Host;

namespace SdCom.Edge.Fleet.Tests.Working;

/// <summary>
/// What more workers bring. The suite looks only at who did what; <c>SDCOM_FLEET_THROUGHPUT=3</c> (rounds) measures on real clips and writes a table
/// (<c>Fleet.Tests --filter-class "*ThroughputTests" --show-live-output on</c>; nothing else should run), and holds the simulation to it.
/// </summary>
public class ThroughputTests(SharedBroker shared, Models models, ITestOutputHelper output)
{
    private static readonly int Rounds = int.Parse(Environment.GetEnvironmentVariable("SDCOM_FLEET_THROUGHPUT") ?? "0", CultureInfo.InvariantCulture);

    /// <summary>Workers and the threads of each: two threads of one worker are two cores without a fleet.</summary>
    private static readonly (int Workers, int Threads)[] Fleets = Rounds > 0 ? [(1, 1), (1, 2), (2, 1), (4, 1)] : [(2, 1)];

    [Fact]
    public void Workers_share_an_archive_each_clip_is_done_once_and_nobody_is_idle()
    {
        string model = Rounds > 0 ? Path.Combine(Repository.Root, "models", "marshalling") : models.Small.Directory;
        ClipFolder clips = Rounds > 0 ? ClipFolder.OfMarshalling(models.NewPath()) : new ClipFolder(models.NewPath(), 16);
        int lines = File.ReadLines(clips.List).Count() - 1;
        ILookup<(int, int), Round> rounds = Enumerable.Range(0, Math.Max(1, Rounds))
            .SelectMany(_ => Fleets.Select(fleet => (fleet, Round: Work(model, clips, fleet.Workers, fleet.Threads))))
            .ToLookup(pair => pair.fleet, pair => pair.Round);

        Assert.All(rounds.SelectMany(round => round), round => Assert.Equal(lines, round.Shares.Sum()));
        Assert.All(rounds.SelectMany(round => round), round => Assert.DoesNotContain(0, round.Shares));
        if (Rounds > 0)
        {
            WriteTable(rounds);
            HoldTheSimulationTo(rounds, lines);
        }
    }

    private void WriteTable(ILookup<(int, int), Round> rounds)
    {
        double one = Median(rounds[(1, 1)].Select(round => round.ClipsPerSecond));
        foreach (IGrouping<(int Workers, int Threads), Round> fleet in rounds)
        {
            double rate = Median(fleet.Select(round => round.ClipsPerSecond));
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{fleet.Key.Workers} x {fleet.Key.Threads} thread: {rate:0.0} clips/s ({string.Join(", ", fleet.Select(round => round.ClipsPerSecond.ToString("0.0", CultureInfo.InvariantCulture)))}), x {rate / one:0.00}, a clip {Median(fleet.Select(round => round.ClipMs)):0} ms, shares {string.Join('/', fleet.Last().Shares)}"));
        }
    }

    // It knows how long clips take one worker and what two do; what four do, it has to say.
    private void HoldTheSimulationTo(ILookup<(int, int), Round> rounds, int clips)
    {
        double Rate(int workers) => Median(rounds[(workers, 1)].Select(round => round.ClipsPerSecond));
        string times = models.NewPath(".jsonl");
        File.WriteAllLines(times, rounds[(1, 1)].OrderBy(round => round.ClipsPerSecond).ElementAt(rounds[(1, 1)].Count() / 2).Lines);
        double efficiency = Math.Min(1, Rate(2) / (2 * Rate(1)));
        double said = HostProcess.Json(
            "fleet", "simulate", "--nodes", "4", "--nodes-per-machine", "4", "--cores", "2", "--core-efficiency", efficiency.ToString(CultureInfo.InvariantCulture), "--cameras", "0",
            "--clips", clips.ToString(CultureInfo.InvariantCulture), "--service-times", times, "--fault", "none").GetProperty("clipsPerSecond").GetDouble();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"simulated 4 x 1 thread: {said:0.0} clips/s, {said / Rate(4):0.00} of the measured ones (two cores do {efficiency:0.00} of two lone ones)"));
        Assert.InRange(said / Rate(4), 0.85, 1.15);
    }

    // The clips wait until all workers are there; the rate is that of the results' own times, so that neither a worker's start nor a reader counts.
    private Round Work(string model, ClipFolder clips, int workers, int threads)
    {
        BrokerSettings broker = shared.NewHost();
        FleetProgram fleet = new(FleetProgram.UrlOf(broker), model);
        NodeProcess[] nodes = [.. Enumerable.Range(0, workers).Select(i => new NodeProcess([], "worker", "--broker", fleet.Url, "--model", model, "--threads", $"{threads}", "--node", $"{i}", "--take", "clips"))];
        try
        {
            Tools.Until(() => fleet.Status().GetProperty("nodes").GetArrayLength() == workers, "the workers never came");
            fleet.SubmitClips(clips);
            JsonElement[] results = fleet.Results();
            DateTimeOffset[] times = [.. results.Select(line => line.GetProperty("at").GetDateTimeOffset()).Order()];
            int[] shares = [.. Enumerable.Range(0, workers).Select(i => results.Count(line => line.GetProperty("node").GetString() == $"{i}"))];
            return new Round((times.Length - 1) / (times[^1] - times[0]).TotalSeconds, Median(results.Select(line => line.GetProperty("milliseconds").GetDouble())), shares, [.. results.Select(line => line.GetRawText())]);
        }
        finally
        {
            Array.ForEach(nodes, node => node.Dispose());
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : sorted[sorted.Length / 2];
    }

    private sealed record Round(double ClipsPerSecond, double ClipMs, int[] Shares, string[] Lines);
}
