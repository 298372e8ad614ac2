using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using SdCom.Edge.Core;
using SdCom.Edge.Host.Dashboard.Export;
using SdCom.Edge.Runtime.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Host;

namespace SdCom.Edge.Runtime.Tests.Dashboard.Otlp;

/// <summary>Metrics of the real program at a collector's end of OpenTelemetry's protocol.</summary>
public class CollectorTests(Models models)
{
    private static readonly string[] OfEveryRun =
    [
        "sdcom.actions", "sdcom.budget.level", "sdcom.budget.overshoot", "sdcom.budget.share", "sdcom.budget.spent", "sdcom.camera.live", "sdcom.compute", "sdcom.decisions",
        "sdcom.frame.duration", "sdcom.frames", "sdcom.output.messages", "sdcom.process.memory",
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_gets_every_figure_of_a_run_without_a_dashboard(bool overGrpc)
    {
        using Collector collector = new Collector(overGrpc).Start();
        using HostProcess host = HostProcess.Start(To(collector.Address, overGrpc, everyMs: 300), "run", "--model", models.Small.Directory, "--source", "synthetic:hover", "--threads", "1", "--profile", Profile(), "--json");
        Tools.Until(() => !collector.Requests.IsEmpty, "nothing came");
        host.Terminate(); // the last word is sent at the end
        Assert.True(host.Wait() == 0, host.Errors);
        JsonElement report = JsonDocument.Parse(host.Output).RootElement;
        ResourceMetrics told = collector.Requests.Last().ResourceMetrics.Single();
        Assert.Contains(told.Resource.Attributes, one => one is { Key: "service.name", Value.StringValue: "sdcom-edge" });
        Assert.Contains(told.Resource.Attributes, one => one is { Key: "host.name", Value.StringValue: "porch" });
        Metric[] metrics = [.. told.ScopeMetrics.Single(scope => scope.Scope.Name == "SdCom.Edge").Metrics];
        Assert.Empty(OfEveryRun.Except(metrics.Select(metric => metric.Name)));
        Metric frames = metrics.Single(metric => metric.Name == "sdcom.frames");
        Assert.Equal((true, 2, "{frame}"), (frames.Sum.IsMonotonic, frames.Sum.AggregationTemporality, frames.Unit));
        long processed = report.GetProperty("frames").GetProperty("processed").GetInt64();
        Assert.Equal(processed, frames.Sum.DataPoints.Single(point => point.Attributes.Any(tag => tag is { Key: "outcome", Value.StringValue: "processed" })).AsInt);
        Assert.Equal(report.GetProperty("budget").GetProperty("spent").GetInt64(), metrics.Single(metric => metric.Name == "sdcom.budget.spent").Sum.DataPoints.Single().AsInt);
        HistogramDataPoint durations = metrics.Single(metric => metric.Name == "sdcom.frame.duration").Histogram.DataPoints.Single();
        Assert.Equal((ulong)processed, durations.Count);
        Assert.Equal(durations.ExplicitBounds.Count + 1, durations.BucketCounts.Count);
        Assert.Contains(told.ScopeMetrics, scope => scope.Scope.Name == "System.Runtime");
        JsonElement state = report.GetProperty("outputs").EnumerateArray().Single();
        Assert.Equal(($"otlp:{collector.Address}", "connected", collector.Requests.Count), (state.GetProperty("output").GetString(), state.GetProperty("state").GetString(), state.GetProperty("sent").GetInt32()));
        if (overGrpc)
            return;
        Assert.Equal("/v1/metrics", collector.Paths.Last());
        Directory.CreateDirectory(Path.Combine(Browser.Pictures, "..", "otlp"));
        File.WriteAllBytes(Path.Combine(Browser.Pictures, "..", "otlp", "request.bin"), collector.Bodies.Last()); // for whoever wants to decode it elsewhere
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_that_is_away_is_a_state_said_once_and_the_run_does_not_wait_for_it(bool overGrpc)
    {
        using Collector collector = new(overGrpc);
        string ledger = models.NewPath(".jsonl");
        using HostProcess host = HostProcess.Start(
            To(collector.Address, overGrpc, everyMs: 200), "run", "--model", models.Small.Directory, "--source", "synthetic:hover", "--threads", "1", "--profile", Profile(), "--ledger", ledger, "--json");
        Tools.Until(() => Decisions() >= 4, "the run waits for the collector"); // more than a second, and five periods
        collector.Start();
        Tools.Until(() => collector.Requests.Count >= 2, "nothing came when the collector was back");
        collector.Refuses = true;
        int before = Decisions();
        Tools.Until(() => Decisions() >= before + 3, "the run waits for the collector");
        collector.Refuses = false;
        int came = collector.Requests.Count;
        Tools.Until(() => collector.Requests.Count > came, "nothing came when the collector had room again");
        host.Terminate();
        Assert.Equal(0, host.Wait());
        string[] said = [.. host.Errors.Split('\n').Where(line => line.Contains("otlp:", StringComparison.Ordinal))];
        Assert.Equal(4, said.Length);
        Assert.Matches($"^sdcom: output otlp:{collector.Address}: Connection refused .*; trying again in 0.2 s.$", said[0]);
        Assert.Equal($"sdcom: output otlp:{collector.Address}: connected.", said[1]);
        Assert.Matches($"^sdcom: output otlp:{collector.Address}: the collector answered {(overGrpc ? "with gRPC status 8 too much of it" : "503 Service Unavailable")}; trying again in 0.2 s.$", said[2]);
        Assert.Equal(said[1], said[3]);
        JsonElement report = JsonDocument.Parse(host.Output).RootElement;
        JsonElement state = report.GetProperty("outputs").EnumerateArray().Single();
        Assert.True(state.GetProperty("failed").GetInt32() >= 5);
        Assert.Equal("connected", state.GetProperty("state").GetString());

        int Decisions() => File.Exists(ledger) ? File.ReadAllLines(ledger).Length : 0;
    }

    [Fact]
    public void One_that_takes_the_call_and_never_speaks_does_not_keep_the_program_from_leaving()
    {
        using TcpListener mute = new(IPAddress.Loopback, 0);
        mute.Start();
        string ledger = models.NewPath(".jsonl");
        using HostProcess host = HostProcess.Start(
            To($"http://127.0.0.1:{((IPEndPoint)mute.LocalEndpoint).Port}", overGrpc: false, everyMs: 100), "run", "--model", models.Small.Directory, "--source", "synthetic:hover", "--threads", "1", "--ledger", ledger);
        Tools.Until(() => File.Exists(ledger) && new FileInfo(ledger).Length > 300, "no decision was noted");
        long start = Stopwatch.GetTimestamp();
        host.Terminate();
        Assert.Equal(0, host.Wait());
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        long other = Stopwatch.GetTimestamp();
        HostProcess.Run("--version");
        Assert.True(took < TimeSpan.FromSeconds(3) + (2 * Stopwatch.GetElapsedTime(other)), $"took {took}");
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317", "must be an http or https address such as http://127.0.0.1:4317, got 'collector:4317'.")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json", "must be grpc or http/protobuf, got 'http/json'.")]
    public void A_variable_that_is_wrong_is_said_and_not_passed_over(string name, string value, string words)
    {
        Dictionary<string, string> environment = new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:4317", [name] = value };
        Assert.Equal($"{name} {words}", Assert.Throws<InputException>(() => CollectorSettings.Read(environment)).Message);
    }

    [Fact]
    public void The_variables_of_metrics_win_and_no_name_shows_a_password()
    {
        CollectorSettings settings = CollectorSettings.Read(new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://other:4317",
            ["OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"] = "https://me:secret@collector:4318/v1/metrics",
            ["OTEL_EXPORTER_OTLP_METRICS_PROTOCOL"] = "http/protobuf",
        })!;
        Assert.Equal(("otlp:https://collector:4318", false), (settings.Name, settings.OverGrpc));
        Assert.Null(CollectorSettings.Read(new Dictionary<string, string>()));
    }

    private static Dictionary<string, string> To(string address, bool overGrpc, int everyMs) => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = overGrpc ? "grpc" : "http/protobuf",
        ["OTEL_RESOURCE_ATTRIBUTES"] = "host.name=porch",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = everyMs.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    private string Profile() => Profiles.Write(models, "\"whenMissing\": null");
}
