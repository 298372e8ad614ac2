using System.Text.Json.Serialization;

namespace SdCom.Edge.Host.Reports;

/// <summary>Median and 95th percentile in milliseconds.</summary>
internal sealed record Latency(double Median, double P95);

/// <summary>What <c>eval --json</c> prints.</summary>
internal sealed record EvalReport
{
    public required string Model { get; init; }

    public required string Policy { get; init; }

    /// <summary>The price at which the gate chose; null when it did not choose.</summary>
    public required double? Price { get; init; }

    /// <summary>Clips that were answered.</summary>
    public required int Clips { get; init; }

    public required IReadOnlyList<SkippedReport> SkippedClips { get; init; }

    public required double Top1 { get; init; }

    public required double Top5 { get; init; }

    public required double MeanAp { get; init; }

    public required double MacsPerFrame { get; init; }

    public required double FullMacsPerFrame { get; init; }

    public required double MacsSaved { get; init; }

    public required IReadOnlyDictionary<string, double> WidthShare { get; init; }

    public required Latency LatencyMs { get; init; }

    public required long BudgetOvershoot { get; init; }

    /// <summary>Frames that the engine failed on, and frames that the budget could not pay for.</summary>
    public required long FailedFrames { get; init; }

    public required long DroppedFrames { get; init; }

    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Clips, [true class][answer].</summary>
    public required int[][] Confusion { get; init; }
}

/// <summary>A clip that was left out.</summary>
internal sealed record SkippedReport(string Path, string Reason);

/// <summary>What <c>run --json</c> and <c>demo --json</c> print.</summary>
internal sealed record RunReport
{
    public required string Model { get; init; }

    public required string Source { get; init; }

    public required FramesReport Frames { get; init; }

    /// <summary>How the camera fared; null for sources that cannot be lost, and where there are several.</summary>
    public CameraReport? Camera { get; init; }

    /// <summary>Each of several cameras by itself; left out where there is one. The other figures are sums or means over all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CameraRunReport>? Cameras { get; init; }

    public required IReadOnlyList<EventReport> Events { get; init; }

    public required IReadOnlyDictionary<string, double> WidthShare { get; init; }

    /// <summary>Share of the answered frames by why they got their width.</summary>
    public required IReadOnlyDictionary<string, double> ReasonShare { get; init; }

    public required double MacsPerFrame { get; init; }

    public required double FullMacsPerFrame { get; init; }

    /// <summary>In the unit of the budget.</summary>
    public required long BudgetOvershoot { get; init; }

    /// <summary>What became of the budget; null without one.</summary>
    public BudgetReport? Budget { get; init; }

    /// <summary>What the full width would have answered; null without <c>--audit</c>.</summary>
    public AuditReport? Audit { get; init; }

    /// <summary>The device at the end.</summary>
    public DeviceReport? Device { get; init; }

    /// <summary>Decisions that the ledger could not write; null without a ledger.</summary>
    public long? LedgerDropped { get; init; }

    /// <summary>What starts and pauses recognition; null without <c>--trigger</c>.</summary>
    public TriggerReport? Trigger { get; init; }

    /// <summary>What became of each output.</summary>
    public IReadOnlyList<OutputReport> Outputs { get; init; } = [];

    public required Latency LatencyMs { get; init; }

    /// <summary>From the start of the process to its first answer, loading included; null when nothing was answered.</summary>
    public double? FirstDecisionMs { get; init; }

    /// <summary>From taking a frame from its camera to its answer; null for recordings, which wait.</summary>
    public AgeReport? CaptureToDecisionMs { get; init; }

    /// <summary>What a generated camera performed and what was answered; null for other sources.</summary>
    public IReadOnlyList<ShownReport>? Shown { get; init; }

    /// <summary>Whether every gesture that was shown long enough was recognised; null when none was, and for other sources.</summary>
    public bool? Recognised { get; init; }
}

/// <summary>One of several cameras after a run.</summary>
internal sealed record CameraRunReport
{
    public required string Name { get; init; }

    public required FramesReport Frames { get; init; }

    /// <summary>How the camera fared; null for sources that cannot be lost.</summary>
    public required CameraReport? Camera { get; init; }

    /// <summary>Why a recording broke; null when it did not.</summary>
    public required string? Problem { get; init; }

    public required IReadOnlyList<EventReport> Events { get; init; }

    public required IReadOnlyDictionary<string, double> WidthShare { get; init; }

    /// <summary>Share of the answered frames by why they got their width; <c>arbitration</c> is another camera's greater need.</summary>
    public required IReadOnlyDictionary<string, double> ReasonShare { get; init; }

    public required double MacsPerFrame { get; init; }

    public required Latency LatencyMs { get; init; }

    public required AgeReport? CaptureToDecisionMs { get; init; }
}

/// <summary>Median and 99th percentile in milliseconds.</summary>
internal sealed record AgeReport(double Median, double P99);

/// <summary>How often the full width would have answered the same.</summary>
/// <param name="Share">The share of the frames that was asked for.</param>
/// <param name="Frames">Frames that also ran at full width.</param>
/// <param name="Macs">What that cost; in no other figure of the report.</param>
/// <param name="Windows">Windows that were compared.</param>
/// <param name="Agreement">The share of them with the same answer; null before the first.</param>
/// <param name="Alarms">Times that agreement fell.</param>
internal sealed record AuditReport(double Share, long Frames, long Macs, long Windows, double? Agreement, int Alarms);

/// <summary>The device; null is what no sensor tells.</summary>
/// <param name="TemperatureC">The hottest place.</param>
/// <param name="PowerWatts">The whole board, or all that is measured of it.</param>
/// <param name="GpuLoadPercent">Load of the GPU.</param>
/// <param name="BatteryPercent">How full the battery is.</param>
/// <param name="Share">The share of the budget that the governor leaves.</param>
/// <param name="Governor">Why it leaves less than all.</param>
internal sealed record DeviceReport(double? TemperatureC, double? PowerWatts, double? GpuLoadPercent, double? BatteryPercent, double Share, string? Governor);

/// <summary>A budget after a run.</summary>
/// <param name="Unit"><c>MACs</c>, <c>ns</c> or <c>uJ</c>.</param>
/// <param name="Spent">What was charged.</param>
/// <param name="Level">How full the bucket is, 0 to 1.</param>
/// <param name="Price">The last price of the full width, in units of the gate's score.</param>
internal sealed record BudgetReport(string Unit, long Spent, double Level, double Price);

internal sealed record FramesReport(long Captured, long Processed, long Dropped, long Failed);

/// <summary>A camera at the end of the run: connecting, live, silent or waiting; how often it came, the first time included; what was wrong last.</summary>
internal sealed record CameraReport(string State, int Connections, string? Problem);

/// <summary>A trigger at the end of the run.</summary>
/// <param name="Input">The input in the user's words.</param>
/// <param name="Active">Whether recognition is wanted.</param>
/// <param name="Activations">How often the input went on.</param>
/// <param name="Problem">Why the input is away; null while it is there.</param>
internal sealed record TriggerReport(string Input, bool Active, long Activations, string? Problem);

/// <summary>An output at the end of the run.</summary>
/// <param name="Output">The output in the user's words, without secrets.</param>
/// <param name="State">connecting, connected, waiting or failed.</param>
/// <param name="Problem">What was wrong last; null when nothing was.</param>
/// <param name="Sent">Messages that the far side has.</param>
/// <param name="Dropped">Messages that had no room while it was slow or away, came too late, or were overtaken by the end.</param>
/// <param name="Failed">Messages that the far side refused.</param>
/// <param name="Retried">Attempts beyond a message's first one.</param>
internal sealed record OutputReport(string Output, string State, string? Problem, long Sent, long Dropped, long Failed, long Retried);

/// <summary>An action, in seconds from the start of the source.</summary>
internal sealed record EventReport(string Action, double Start, double End, double Confidence)
{
    /// <summary>Left out where there is one camera.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Camera { get; init; }
}

/// <summary>A performed gesture, in seconds from the start; recognised is null when it was too short to tell.</summary>
internal sealed record ShownReport(string Action, double Start, double End, string? Answer, double Confidence, bool? Recognised)
{
    /// <summary>Left out where there is one camera.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Camera { get; init; }
}

/// <summary>What <c>bench --json</c> prints.</summary>
internal sealed record BenchReport
{
    public required string Model { get; init; }

    public required IReadOnlyList<BenchWidth> Widths { get; init; }

    /// <summary>End-to-end time over the bare engine's, both summed over the widths.</summary>
    public required double OverheadRatio { get; init; }

    public required double ManagedBytesPerFrame { get; init; }

    public required long ResidentBytes { get; init; }

    public required long ResidentBytesFullWidthOnly { get; init; }

    /// <summary>Whether the widths share weights, and what that saves or why they do not.</summary>
    public required string Weights { get; init; }

    public required string Engine { get; init; }

    public required string Provider { get; init; }

    /// <summary>Whether that provider really runs; null for cpu.</summary>
    public required ProofReport? Proof { get; init; }

    public required int Threads { get; init; }

    /// <summary>Size of the frames that went in.</summary>
    public required string Frame { get; init; }
}

/// <summary>What <c>bench --soak N --json</c> prints.</summary>
internal sealed record SoakReport
{
    public required string Model { get; init; }

    public required double Seconds { get; init; }

    public required FramesReport Frames { get; init; }

    /// <summary>How often memory was read, after the first fifth of the time.</summary>
    public required int Samples { get; init; }

    /// <summary>The process's resident memory after the first fifth.</summary>
    public required double ResidentMiB { get; init; }

    public required double ResidentMiBAtEnd { get; init; }

    /// <summary>Resident memory at up to 20 moments, evenly from the first fifth of the time to the end.</summary>
    public required IReadOnlyList<double> Course { get; init; }

    /// <summary>Managed bytes that were allocated for each processed frame, by capture, recognition and the generated camera.</summary>
    public required double ManagedBytesPerFrame { get; init; }

    /// <summary>The slope of resident memory, and its 95 % confidence interval; null when there were too few readings.</summary>
    public required double MiBPerHour { get; init; }

    public required double? MiBPerHourLow { get; init; }

    public required double? MiBPerHourHigh { get; init; }

    /// <summary>Whether the whole interval is above 0.</summary>
    public required bool Grows { get; init; }
}

/// <summary>Median times of one width.</summary>
internal sealed record BenchWidth(double Width, long Macs, double EngineMs, double EndToEndMs, double OverheadRatio);
