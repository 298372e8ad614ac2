using System.Text.Json;
using System.Text.Json.Serialization;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Json;

namespace SdCom.Edge.Training.Export;

/// <summary>Reads and writes <c>evaluation.json</c>.</summary>
public static class RunEvaluationFile
{
    /// <summary>Reads a run's evaluation.</summary>
    /// <exception cref="InputException">The file is missing or not an evaluation; the message is one line.</exception>
    public static RunEvaluation Read(string path) => StrictJson.Read(
        path,
        RunEvaluationJson.Default.RunEvaluation,
        "finish the training run first (./sdcom train all).",
        (line, cause) => new InputException(line, cause));

    /// <summary>Writes it aside, then renames.</summary>
    public static void Write(string path, RunEvaluation evaluation)
    {
        string aside = path + ".aside";
        File.WriteAllText(aside, JsonSerializer.Serialize(evaluation, RunEvaluationJson.Default.RunEvaluation) + "\n");
        File.Move(aside, path, overwrite: true);
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(RunEvaluation))]
internal sealed partial class RunEvaluationJson : JsonSerializerContext;
