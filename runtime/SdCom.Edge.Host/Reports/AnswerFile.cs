using System.Text.Encodings.Web;
using System.Text.Json;
using SdCom.Edge.Runtime.Evaluation;

namespace SdCom.Edge.Host.Reports;

/// <summary>Each clip's answer as a JSON line, written aside and renamed when all are there.</summary>
internal sealed class AnswerFile : IDisposable
{
    private static readonly ReportJson Lines = new(new JsonSerializerOptions(ReportJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private readonly string path;
    private readonly string aside;
    private readonly IReadOnlyList<string> classes;
    private readonly StreamWriter writer;

    /// <param name="path">The file.</param>
    /// <param name="classes">The model's classes.</param>
    public AnswerFile(string path, IReadOnlyList<string> classes)
    {
        this.path = path;
        this.classes = classes;
        aside = $"{path}.writing";
        writer = new StreamWriter(aside) { NewLine = "\n" };
    }

    public void Add(ClipAnswer answer) => writer.WriteLine(JsonSerializer.Serialize(AnswerLine.Of(answer, classes), Lines.AnswerLine));

    /// <summary>All are there: the file gets its name.</summary>
    public void Finish()
    {
        writer.Dispose();
        File.Move(aside, path, overwrite: true);
    }

    public void Dispose()
    {
        writer.Dispose();
        File.Delete(aside); // of a run that did not come to its end
    }
}
