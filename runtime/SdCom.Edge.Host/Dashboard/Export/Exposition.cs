using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace SdCom.Edge.Host.Dashboard.Export;

/// <summary>Collects the run's instruments and .NET's own: for <c>/metrics</c>, and for a collector elsewhere (<see cref="CollectorExport"/>).</summary>
internal static class Exposition
{
    /// <summary>What <c>/metrics</c> shows.</summary>
    public static MeterProvider Prometheus() => Describe().AddPrometheusExporter().Build();

    /// <summary>What every collection begins with. The environment's <c>OTEL_SERVICE_NAME</c> and <c>OTEL_RESOURCE_ATTRIBUTES</c> win: they tell one device of a shelf from the next.</summary>
    public static MeterProviderBuilder Describe() => Sdk.CreateMeterProviderBuilder()
        .ConfigureResource(resource => resource.AddService("sdcom-edge", serviceVersion: typeof(Exposition).Assembly.GetName().Version?.ToString(3)).AddEnvironmentVariableDetector())
        .AddMeter(RunMetrics.MeterName, "System.Runtime");
}
