using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using SdCom.Edge.Host.Outputs;
using SdCom.Edge.Host.Reports;

namespace SdCom.Edge.Host.Dashboard.Export;

/// <summary>
/// Sends the run's metrics to an OpenTelemetry collector every <c>OTEL_METRIC_EXPORT_INTERVAL</c> (a minute), from a thread of its own. Sums only grow, so the next period makes good for one that
/// was lost: nothing is queued for a collector that is away.
/// </summary>
internal sealed class CollectorExport : IDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly CollectorWatch watch;
    private readonly MeterProvider metrics;
    private bool ended;

    private CollectorExport(CollectorWatch watch, MeterProvider metrics)
    {
        this.watch = watch;
        this.metrics = metrics;
    }

    /// <summary>What the collector is doing, told like an output.</summary>
    public OutputReport Report => watch.Report;

    /// <summary>Begins to send.</summary>
    /// <param name="settings">Where to.</param>
    /// <param name="say">Told of each change, once.</param>
    public static CollectorExport Start(CollectorSettings settings, Action<string> say)
    {
        CollectorWatch watch = new(settings.Name, new OutputLog(settings.Name, say).Add);
        MeterProvider metrics = Exposition.Describe()
            .AddOtlpExporter((exporter, reader) =>
            {
                exporter.Protocol = settings.OverGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
                exporter.HttpClientFactory = () => new HttpClient(watch, disposeHandler: false) { Timeout = TimeSpan.FromMilliseconds(exporter.TimeoutMilliseconds) };
                watch.Period = TimeSpan.FromMilliseconds(reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds ?? 60_000);
            })
            .Build();
        return new CollectorExport(watch, metrics);
    }

    /// <summary>Sends a last time, for a second at most, and ends; more than once is as once.</summary>
    public void Dispose()
    {
        if (ended)
            return;
        ended = true;
        metrics.Shutdown((int)Farewell.TotalMilliseconds);
        watch.Leave(); // what is still on its way lets go, so that its thread is gone before what it uses
        metrics.Dispose();
        watch.Dispose();
    }
}
