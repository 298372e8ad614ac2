using System.Globalization;
using SdCom.Edge.Host.Reports;
using Spectre.Console;

namespace SdCom.Edge.Host.Terminal;

/// <summary>A tuning for people.</summary>
internal static class TuneTable
{
    public static void Print(TuneReport report)
    {
        IAnsiConsole console = Screen.Out();
        Table table = new Table().Border(TableBorder.Rounded);
        foreach (string column in (ReadOnlySpan<string>)["width", "MACs", "median", "p95", "joules", "halves differ by"])
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (TunedWidth width in report.Widths)
            table.AddRow(Text($"{width.Width}"), Text($"{width.Macs / 1e6:0.00} M"), Text($"{width.MedianMs:0.000} ms"), Text($"{width.P95Ms:0.000} ms"), width.Joules is { } joules ? Text($"{joules:0.000}") : "-", Text($"{width.Spread:P1}"));
        console.Write(table);
        console.MarkupLine(Text($"{report.Conditions}"));
        string others = report.OthersShare is { } share ? Text($", others took {share:P0} of the machine") : string.Empty;
        console.MarkupLine(Text($"{report.Engine} {report.Provider}, {report.Threads} threads, {report.Frame}; {report.Rounds} rounds{others}"));
        TunedBudget budget = report.Budget;
        if (budget.MacsPerSecond is { } rate)
            console.MarkupLine(Text($"budget {rate} MACs/s, burst {budget.BurstMacs} MACs: {budget.Reason}"));
        else
            console.MarkupLine(Text($"budget {budget.Reason}"));
        if (budget.ExpectedMsPerFrame is { } milliseconds)
            console.MarkupLine(Text($"expected {milliseconds:0.00} ms a frame, {milliseconds * budget.FramesPerSecond / 10:0.0} % of the time"));
        foreach (string warning in report.Warnings)
            console.MarkupLine($"[yellow]careful:[/] {Markup.Escape(warning)}");
        console.MarkupLine(Text($"written: {report.Profile}"));
    }

    private static string Text(FormattableString text) => Markup.Escape(text.ToString(CultureInfo.InvariantCulture));
}
