using System.Globalization;
using SdCom.Edge.Host.Reports;
using Spectre.Console;

namespace SdCom.Edge.Host.Terminal;

/// <summary>A plan for people.</summary>
internal static class PlanTable
{
    public static void Print(PlanReport report)
    {
        IAnsiConsole console = Screen.Out();
        Table table = new Table().Border(TableBorder.Rounded).AddColumn(new TableColumn(Markup.Escape(report.Model)).NoWrap());
        foreach (string column in (ReadOnlySpan<string>)["top-1", "MACs", "widths", "ms", "W", "over"])
            table.AddColumn(new TableColumn(column).RightAligned().NoWrap());
        foreach (PlannedProfile profile in report.Profiles)
        {
            string shares = string.Join("  ", profile.WidthShare.Where(pair => pair.Value > 0).Select(pair => Text($"{pair.Key}: {pair.Value:P0}")));
            string time = profile.PredictedMsPerFrame is { } ms ? Text($"{ms:0.00}") : "-";
            string power = profile.PredictedWatts is { } watts ? Text($"{watts:0.00}") : "-";
            table.AddRow(Markup.Escape(profile.Device), $"[bold]{Text($"{profile.Top1:P1}")}[/]", Text($"{profile.MacsPerFrame / 1e6:0.0} M"), shares, time, power, profile.BudgetOvershoot == 0 ? "0" : Text($"{profile.BudgetOvershoot} {profile.BudgetUnit}"));
        }

        table.AddEmptyRow();
        foreach (PlannedWidth width in report.FixedWidths)
            table.AddRow($"[grey]{Text($"always {width.Width}")}[/]", Text($"{width.Top1:P1}"), Text($"{width.MacsPerFrame / 1e6:0.0} M"));
        console.Write(table);
        console.MarkupLine(Text($"{report.Clips} clips; MACs, ms and W (above idle) are means, the last two by each profile's measured table"));
        foreach (PlannedProfile profile in report.Profiles)
        {
            if (profile.NotPredicted is { } reason)
                console.MarkupLine(Text($"{profile.Device}: {reason}"));
            if (profile.DroppedFrames > 0)
                console.MarkupLine($"[yellow]careful:[/] {Text($"{profile.Device}: the budget could not pay for {profile.DroppedFrames} frames")}");
        }

        foreach (SkippedReport skipped in report.SkippedClips)
            console.MarkupLineInterpolated($"[yellow]left out[/] {skipped.Reason}");
        if (report.Plot is { } plot)
            console.MarkupLineInterpolated($"written: {plot}");
    }

    private static string Text(FormattableString text) => Markup.Escape(text.ToString(CultureInfo.InvariantCulture));
}
