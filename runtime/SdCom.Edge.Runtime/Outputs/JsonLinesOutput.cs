using System.Text.Json;
using SdCom.Edge.Core;
using SdCom.Edge.Runtime.Recognition;

namespace SdCom.Edge.Runtime.Outputs;

/// <summary>A file with one JSON object a line: <c>type</c> is <c>frame</c> or <c>event</c>. Complete lines only, whenever the program ends.</summary>
public sealed class JsonLinesOutput : IOutput
{
    private readonly FileStream file;
    private readonly MemoryStream line = new();
    private readonly Utf8JsonWriter json;

    /// <exception cref="InputException">The file cannot be written.</exception>
    public JsonLinesOutput(string path)
    {
        try
        {
            file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be written: {problem.Message}", problem);
        }

        json = new Utf8JsonWriter(line);
    }

    public void Write(in OutputRecord record)
    {
        json.WriteStartObject();
        json.WriteString("type", "frame");
        WriteCamera(record.Camera);
        json.WriteNumber("time", Math.Round(record.Time.TotalSeconds, 3));
        json.WriteString("action", record.Action);
        json.WriteNumber("confidence", Math.Round(record.Confidence, 4));
        json.WriteNumber("width", record.Answer.Decision.Width.Fraction);
        json.WriteNumber("macs", record.Answer.Decision.Macs);
        json.WriteString("reason", JsonNamingPolicy.CamelCase.ConvertName(record.Answer.Decision.Reason.ToString()));
        EndLine();
    }

    public void Write(in ActionEvent action, string name)
    {
        json.WriteStartObject();
        json.WriteString("type", "event");
        WriteCamera(action.Camera);
        json.WriteString("action", name);
        json.WriteNumber("start", Math.Round(action.Start.TotalSeconds, 3));
        json.WriteNumber("end", Math.Round(action.End.TotalSeconds, 3));
        json.WriteNumber("confidence", Math.Round(action.Confidence, 4));
        EndLine();
    }

    public void Dispose()
    {
        json.Dispose();
        line.Dispose();
        file.Dispose();
    }

    private void WriteCamera(string? camera)
    {
        if (camera is not null)
            json.WriteString("camera", camera);
    }

    // A line reaches the file in one write.
    private void EndLine()
    {
        json.WriteEndObject();
        json.Flush();
        line.WriteByte((byte)'\n');
        file.Write(line.GetBuffer().AsSpan(0, (int)line.Length));
        file.Flush();
        line.SetLength(0);
        json.Reset();
    }
}
