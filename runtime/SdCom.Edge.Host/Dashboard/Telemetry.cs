using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using SdCom.Edge.Host.Dashboard.State;

namespace SdCom.Edge.Host.Dashboard;

/// <summary>Collects the run's instruments and .NET's own for <c>/metrics</c>, and sends them to an OpenTelemetry collector where the environment names one.</summary>
internal static class Telemetry
{
    /// <summary>The variable of the OpenTelemetry specification; the exporter reads it, and the others of its kind, by itself.</summary>
    public const string OtlpVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static MeterProvider Collect(RunBoard board)
    {
        RunMetrics instruments = new(board);
        MeterProviderBuilder builder = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource.AddService("sdcom-edge", serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString(3)))
            .AddMeter(RunMetrics.MeterName, "System.Runtime")
            .AddInstrumentation(() => instruments)
            .AddPrometheusExporter();
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(OtlpVariable)))
            builder.AddOtlpExporter();
        return builder.Build();
    }
}
