using System.Globalization;
using SdCom.Edge.Runtime.Recognition;

namespace SdCom.Edge.Runtime.Outputs;

/// <summary>One line for each change of answer and each action that ended.</summary>
public sealed class ConsoleOutput(TextWriter writer) : IOutput
{
    private string? last;
    private bool any;

    public void Write(in OutputRecord record)
    {
        if (any && record.Action == last)
            return;
        (any, last) = (true, record.Action);
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{record.Time:mm\\:ss\\.ff}  {record.Action ?? "no action"}  {record.Confidence:0.00}  width {record.Answer.Decision.Width}"));
    }

    public void Write(in ActionEvent action, string name) => writer.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{action.End:mm\\:ss\\.ff}  ended: {name}, from {action.Start:mm\\:ss\\.ff}, confidence {action.Confidence:0.00}"));

    public void Dispose() => writer.Flush();
}
