using System.Globalization;
using SdCom.Edge.Host.Reports;
using Spectre.Console;

namespace SdCom.Edge.Host.Terminal;

/// <summary>A quantisation for people.</summary>
internal static class QuantiseTable
{
    public static void Print(QuantiseReport report)
    {
        IAnsiConsole console = Screen.Out();
        Table table = new Table().Border(TableBorder.Rounded).AddColumn(Markup.Escape(report.Model)).AddColumn(Text($"{report.Precision.ToUpperInvariant()} of {report.Of}"));
        table.AddRow("written to", Markup.Escape(report.Out));
        table.AddRow("graphs", Text($"{report.BytesAfter / 1048576.0:0.0} MiB of {report.BytesBefore / 1048576.0:0.0} MiB"));
        if (report.Ranges is not null)
            table.AddRow("calibrated on", Text($"{report.CalibrationClips} clips, {report.CalibrationFrames} frames, ranges by {report.Ranges}"));
        table.AddRow("logits moved by", Text($"{report.LogitChange:P1} of their spread on the parity pictures"));
        if (report.Validation is { } accuracy)
        {
            table.AddRow("top-1 at full width", Row(accuracy.FullWidth, accuracy.Clips));
            table.AddRow("top-1 at the default price", Row(accuracy.DefaultPrice, accuracy.Clips));
            table.AddRow("top-1, static net alone", Row(accuracy.StaticOnly, accuracy.Clips));
        }
        else
        {
            table.AddRow("accuracy", "not measured: the curve is the float32 model's; name --validation-subset or --validation-subjects, or use eval");
        }

        console.Write(table);
        foreach (SkippedReport skipped in report.SkippedClips)
            console.MarkupLineInterpolated($"[yellow]left out[/] {skipped.Reason}");
    }

    private static string Row(QuantisedPoint point, int clips) => Text($"{point.Quantised:P1}, float32 {point.Float32:P1} ({clips} validation clips)");

    private static string Text(FormattableString text) => Markup.Escape(text.ToString(CultureInfo.InvariantCulture));
}
