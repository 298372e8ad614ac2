using System.Globalization;
using SdCom.Edge.Host.Reports;
using Spectre.Console;

namespace SdCom.Edge.Host.Terminal;

/// <summary>An evaluation for people.</summary>
internal static class EvalTable
{
    public static void Print(EvalReport report)
    {
        IAnsiConsole console = Screen.Out();
        Table table = new Table().Border(TableBorder.Rounded).AddColumn(report.Model).AddColumn(Text($"{report.Clips} clips, {report.Policy}"));
        table.AddRow("top-1", Text($"{report.Top1:P1}"));
        table.AddRow("top-5", Text($"{report.Top5:P1}"));
        table.AddRow("mean average precision", Text($"{report.MeanAp:P1}"));
        table.AddRow("MACs a frame", Text($"{report.MacsPerFrame / 1e6:0.00} M of {report.FullMacsPerFrame / 1e6:0.00} M, {report.MacsSaved:P1} saved"));
        table.AddRow("widths", string.Join("  ", report.WidthShare.Select(pair => Text($"{pair.Key}: {pair.Value:P0}"))));
        table.AddRow("latency", Text($"median {report.LatencyMs.Median:0.00} ms, p95 {report.LatencyMs.P95:0.00} ms"));
        table.AddRow("budget overshoot", Text($"{report.BudgetOvershoot} MACs"));
        console.Write(table);
        foreach (SkippedReport skipped in report.SkippedClips)
            console.MarkupLineInterpolated($"[yellow]left out[/] {skipped.Reason}");
        PrintClasses(console, report);
    }

    private static void PrintClasses(IAnsiConsole console, EvalReport report)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("class").AddColumn(new TableColumn("clips").RightAligned()).AddColumn(new TableColumn("right").RightAligned()).AddColumn("taken for");
        for (int i = 0; i < report.Classes.Count; i++)
        {
            int[] row = report.Confusion[i];
            int clips = row.Sum();
            if (clips == 0)
                continue;
            IEnumerable<string> others = row.Select((count, j) => (count, j)).Where(p => p.j != i && p.count > 0).OrderByDescending(p => p.count).Take(3).Select(p => $"{report.Classes[p.j]} {p.count}");
            table.AddRow(Markup.Escape(report.Classes[i]), Text($"{clips}"), Text($"{(double)row[i] / clips:P0}"), Markup.Escape(string.Join(", ", others)));
        }

        console.Write(table);
    }

    private static string Text(FormattableString text) => Markup.Escape(text.ToString(CultureInfo.InvariantCulture));
}
