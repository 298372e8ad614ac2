using System.Text.Json;
using SdCom.Edge.Fleet.Simulation;

namespace SdCom.Edge.Host.Reports;

/// <summary>What <c>fleet simulate --json</c> prints.</summary>
internal sealed record FleetSimulationReport
{
    public required int Nodes { get; init; }

    public required int Cameras { get; init; }

    public required int Clips { get; init; }

    /// <summary>Mean milliseconds that a clip keeps a core busy.</summary>
    public required double ClipMs { get; init; }

    public required int Seed { get; init; }

    /// <summary>Simulated seconds.</summary>
    public required double Seconds { get; init; }

    public required int Answered { get; init; }

    /// <summary>Clips without an answer at the end.</summary>
    public required int Open { get; init; }

    /// <summary>Answers beside the one that each clip has; readers keep the first.</summary>
    public required int Duplicates { get; init; }

    /// <summary>Jobs that came back to the queue.</summary>
    public required int Returned { get; init; }

    public required int Dead { get; init; }

    /// <summary>Seconds until the last clip was answered; null when some are open.</summary>
    public required double? ClipSeconds { get; init; }

    public required double ClipsPerSecond { get; init; }

    public required double MeanWaitSeconds { get; init; }

    public required int DeepestQueue { get; init; }

    /// <summary>Seconds until every camera ran for the first time; null when one never did.</summary>
    public required double? CameraStartSeconds { get; init; }

    public required int RunningCameras { get; init; }

    /// <summary>How often, and for how long at most, nobody saw a camera.</summary>
    public required int Outages { get; init; }

    public required double LongestOutageSeconds { get; init; }

    /// <summary>How often two nodes ran one camera at the same time.</summary>
    public required int Overlaps { get; init; }

    /// <summary>Broker messages in both directions, confirms and acknowledgements included.</summary>
    public required long Messages { get; init; }

    /// <summary>Messages in the median and in the busiest second.</summary>
    public required double MessagesPerSecond { get; init; }

    public required double PeakMessagesPerSecond { get; init; }

    public required IReadOnlyList<SimulatedFault> Faults { get; init; }

    /// <summary>Largest typical share first.</summary>
    public required IReadOnlyList<SimulatedResource> Resources { get; init; }

    /// <summary>What gives way first when nodes, cameras and clips grow alike, and how many times as large the fleet is then.</summary>
    public required string FirstToGiveWay { get; init; }

    public required double? AtTimesTheSize { get; init; }

    /// <summary>Where most work piled up, as after a restart, and for how many seconds it was enough; null where each second's work was done in that second.</summary>
    public required string? LargestPileUp { get; init; }

    public required double? PileUpSeconds { get; init; }

    public required IReadOnlyList<TimelinePoint> Timeline { get; init; }

    /// <summary>The picture that was written; null when none was asked for.</summary>
    public required string? Plot { get; init; }

    public static FleetSimulationReport Of(FleetScenario scenario, SimulationOutcome outcome, string? plot)
    {
        SimulatedResource[] resources = [.. outcome.Resources.OrderByDescending(use => use.Typical).Select(use => new SimulatedResource(use.Name, Figures.Round(use.Typical, 4), Figures.Round(use.Peak, 4), use.Scales))];
        SimulatedResource? first = resources.FirstOrDefault(use => use.GrowsWithTheFleet);
        SimulatedResource pile = resources.MaxBy(use => use.PeakShare) ?? new SimulatedResource("nothing", 0, 0, false);
        double[] messages = [.. outcome.Timeline.Select(point => point.MessagesPerSecond).Order()];
        return new FleetSimulationReport
        {
            Nodes = scenario.Nodes,
            Cameras = scenario.Cameras,
            Clips = scenario.Clips,
            ClipMs = Figures.Round(scenario.ClipTimes.Mean * 1000),
            Seed = scenario.Seed,
            Seconds = Figures.Round(outcome.Seconds),
            Answered = outcome.Answered,
            Open = scenario.Clips - outcome.Answered - outcome.Dead,
            Duplicates = outcome.Duplicates,
            Returned = outcome.Returned,
            Dead = outcome.Dead,
            ClipSeconds = Finite(outcome.ClipSeconds),
            ClipsPerSecond = Finite(outcome.ClipsPerSecond) ?? 0,
            MeanWaitSeconds = Figures.Round(outcome.MeanWait),
            DeepestQueue = outcome.DeepestQueue,
            CameraStartSeconds = Finite(outcome.CameraStartSeconds),
            RunningCameras = outcome.RunningCameras,
            Outages = outcome.Outages.Count,
            LongestOutageSeconds = outcome.Outages.Count > 0 ? Figures.Round(outcome.Outages[^1]) : 0,
            Overlaps = outcome.Overlaps,
            Messages = outcome.Messages,
            MessagesPerSecond = messages.Length > 0 ? Figures.Round(messages[messages.Length / 2], 1) : 0,
            PeakMessagesPerSecond = messages.Length > 0 ? Figures.Round(messages[^1], 1) : 0,
            Faults = [.. outcome.Faults.Select(SimulatedFault.Of)],
            Resources = resources,
            FirstToGiveWay = first?.Name ?? "nothing",
            AtTimesTheSize = first is { TypicalShare: > 0 } ? Figures.Round(1 / first.TypicalShare, 2) : null,
            LargestPileUp = pile.PeakShare > 1 ? pile.Name : null,
            PileUpSeconds = pile.PeakShare > 1 ? Figures.Round(pile.PeakShare * scenario.SampleSeconds, 1) : null,
            Timeline = outcome.Timeline,
            Plot = plot,
        };
    }

    internal static double? Finite(double value) => double.IsFinite(value) ? Figures.Round(value) : null;
}

/// <summary>A fault and how long it took to be mended.</summary>
/// <param name="Kind"><c>nodeKilled</c>, <c>nodeCutOff</c> or <c>brokerDown</c>.</param>
/// <param name="At">When it began, in seconds.</param>
/// <param name="Seconds">How long it lasted.</param>
/// <param name="Node">The node; null for the broker.</param>
/// <param name="Cameras">Cameras that it stopped.</param>
/// <param name="CameraSeconds">Seconds from its beginning until all of them ran again, here or elsewhere; null when one does not.</param>
/// <param name="Clips">Clips without an answer that it sent back.</param>
/// <param name="ClipSeconds">Seconds from its beginning until all of those were answered; null when one is not.</param>
internal sealed record SimulatedFault(string Kind, double At, double Seconds, int? Node, int Cameras, double? CameraSeconds, int Clips, double? ClipSeconds)
{
    public static SimulatedFault Of(FaultOutcome outcome) => new(
        JsonNamingPolicy.CamelCase.ConvertName(outcome.Fault.Kind.ToString()),
        outcome.Fault.At,
        outcome.Fault.Seconds,
        outcome.Fault.Kind == FaultKind.BrokerDown ? null : outcome.Fault.Node,
        outcome.Cameras,
        FleetSimulationReport.Finite(outcome.CameraSeconds),
        outcome.Clips,
        FleetSimulationReport.Finite(outcome.ClipSeconds));
}

/// <summary>How much of something is used: the median and the largest share of a second; over 1 where work piles up.</summary>
internal sealed record SimulatedResource(string Name, double TypicalShare, double PeakShare, bool GrowsWithTheFleet);
