using System.Globalization;
using SdCom.Edge.Runtime.Recognition;

namespace SdCom.Edge.Runtime.Outputs;

/// <summary>One line for each change of answer and each action that ended.</summary>
public sealed class ConsoleOutput(TextWriter writer) : IOutput
{
    private readonly Dictionary<string, string?> last = []; // of each camera

    public void Write(in OutputRecord record)
    {
        string camera = record.Camera ?? string.Empty;
        if (last.TryGetValue(camera, out string? before) && record.Action == before)
            return;
        last[camera] = record.Action;
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{record.Time:mm\\:ss\\.ff}  {Of(record.Camera)}{record.Action ?? "no action"}  {record.Confidence:0.00}  width {record.Answer.Decision.Width}"));
    }

    public void Write(in ActionEvent action, string name) => writer.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{action.End:mm\\:ss\\.ff}  {Of(action.Camera)}ended: {name}, from {action.Start:mm\\:ss\\.ff}, confidence {action.Confidence:0.00}"));

    public void Dispose() => writer.Flush();

    private static string Of(string? camera) => camera is null ? string.Empty : $"{camera}: ";
}
