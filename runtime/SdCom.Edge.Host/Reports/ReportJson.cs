using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SdCom.Edge.Fleet.Cameras;
using SdCom.Edge.Fleet.Results;
using SdCom.Edge.Fleet.Status;
using SdCom.Edge.Fleet.Submitting;
using SdCom.Edge.Fleet.Working;

namespace SdCom.Edge.Host.Reports;

/// <summary>Writes reports without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EvalReport))]
[JsonSerializable(typeof(RunReport))]
[JsonSerializable(typeof(BenchReport))]
[JsonSerializable(typeof(SoakReport))]
[JsonSerializable(typeof(CamerasReport))]
[JsonSerializable(typeof(TuneReport))]
[JsonSerializable(typeof(PlanReport))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(ConfigReport))]
[JsonSerializable(typeof(QuantiseReport))]
[JsonSerializable(typeof(KeyReport))]
[JsonSerializable(typeof(SignatureReport))]
[JsonSerializable(typeof(AnswerLine))]
[JsonSerializable(typeof(WorkerSummary))]
[JsonSerializable(typeof(SubmissionReport))]
[JsonSerializable(typeof(CameraSubmissionReport))]
[JsonSerializable(typeof(ResultsReport))]
[JsonSerializable(typeof(FleetSnapshot))]
[JsonSerializable(typeof(DeadClip))]
[JsonSerializable(typeof(FleetSimulationReport))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>Prints one object on one line of standard output.</summary>
    public static void Print<T>(T report, Func<ReportJson, JsonTypeInfo<T>> type)
    {
        // The output is for terminals and scripts, never for a web page: a plus sign may stay one.
        ReportJson readable = new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Console.Out.WriteLine(JsonSerializer.Serialize(report, type(readable)));
    }
}
