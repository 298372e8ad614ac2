using SdCom.Edge.Core;

namespace SdCom.Edge.Host.Dashboard.Export;

/// <summary>Where an OpenTelemetry collector listens, by the variables of OpenTelemetry's specification. The SDK reads them, and the others of their kind, by itself and passes over what is wrong; here it is said.</summary>
/// <param name="Endpoint">Where.</param>
/// <param name="OverGrpc">Whether it is spoken to in gRPC; else in protobuf over HTTP.</param>
internal sealed record CollectorSettings(Uri Endpoint, bool OverGrpc)
{
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    public const string ProtocolVariable = "OTEL_EXPORTER_OTLP_PROTOCOL";

    private const string MetricsEndpointVariable = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    private const string MetricsProtocolVariable = "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL";

    /// <summary>The collector's address for messages and reports, without what may be secret.</summary>
    public string Name => $"otlp:{Endpoint.Scheme}://{Endpoint.Authority}";

    /// <summary>What the environment says; null when it names no collector.</summary>
    /// <exception cref="InputException">A variable is wrong.</exception>
    public static CollectorSettings? Read(IReadOnlyDictionary<string, string> environment)
    {
        if (Find(environment, MetricsEndpointVariable, EndpointVariable) is not { } endpoint)
            return null;
        if (!Uri.TryCreate(endpoint.Value, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
            throw new InputException($"{endpoint.Key} must be an http or https address such as http://127.0.0.1:4317, got '{endpoint.Value}'.");
        KeyValuePair<string, string>? protocol = Find(environment, MetricsProtocolVariable, ProtocolVariable);
        return new CollectorSettings(address, protocol?.Value switch
        {
            null or "grpc" => true,
            "http/protobuf" => false,
            { } other => throw new InputException($"{protocol.Value.Key} must be grpc or http/protobuf, got '{other}'."),
        });
    }

    private static KeyValuePair<string, string>? Find(IReadOnlyDictionary<string, string> environment, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (environment.TryGetValue(name, out string? value) && value.Length > 0)
                return new KeyValuePair<string, string>(name, value);
        }

        return null;
    }
}
