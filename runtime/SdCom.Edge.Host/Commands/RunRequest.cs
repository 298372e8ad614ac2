using SdCom.Edge.Host.Configuration;
using SdCom.Edge.Host.Dashboard;
using SdCom.Edge.Host.Dashboard.Export;
using SdCom.Edge.Host.Inputs;

namespace SdCom.Edge.Host.Commands;

/// <summary>What was asked of <c>run</c> or <c>demo</c> beyond model and source.</summary>
internal sealed record RunRequest
{
    public double? Seconds { get; init; }

    public string? Record { get; init; }

    public string? Snapshot { get; init; }

    public bool Json { get; init; }

    /// <summary>Show a window where there is a desktop.</summary>
    public bool Window { get; init; }

    /// <summary>Show live lines on the terminal.</summary>
    public bool LiveStatus { get; init; }

    /// <summary>Where the dashboard listens; null for nowhere.</summary>
    public DashboardSettings? Dashboard { get; init; }

    /// <summary>The collector that gets the metrics; null for none.</summary>
    public CollectorSettings? Collector { get; init; }

    /// <summary>Where every decision is written; null for nowhere.</summary>
    public LedgerRequest? Ledger { get; init; }

    /// <summary>The share of the frames that also run at full width; null for none.</summary>
    public double? Audit { get; init; }

    /// <summary>What starts and pauses recognition; null when it always runs.</summary>
    public TriggerRequest? Trigger { get; init; }

    /// <summary>What measures the board's power in the place of its own sensors; null for those.</summary>
    public PowerMeterRequest? PowerMeter { get; init; }

    /// <summary>The root of the kernel's files.</summary>
    public string SensorRoot { get; init; } = "/";

    /// <summary>The settings that may be read again; null where the command line said everything.</summary>
    public ConfigSource? Config { get; init; }

    public void Check() => Options.Positive("--seconds", Seconds);
}
