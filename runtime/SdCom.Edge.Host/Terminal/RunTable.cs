using System.Globalization;
using SdCom.Edge.Host.Reports;
using Spectre.Console;

namespace SdCom.Edge.Host.Terminal;

/// <summary>The summary of a run for people.</summary>
internal static class RunTable
{
    public static void Print(RunReport report)
    {
        IAnsiConsole console = Screen.Out();
        Table table = new Table().Border(TableBorder.Rounded).AddColumn(Markup.Escape(report.Model)).AddColumn(Markup.Escape(report.Source));
        table.AddRow("frames", Text($"{report.Frames.Captured} captured = {report.Frames.Processed} processed + {report.Frames.Dropped} dropped + {report.Frames.Failed} failed"));
        if (report.Camera is { } camera)
            table.AddRow("camera", Text($"{camera.State} at the end, {camera.Connections} connection(s){(camera.Problem is null ? string.Empty : $"; last problem: {camera.Problem}")}"));
        table.AddRow("MACs a frame", Text($"{report.MacsPerFrame / 1e6:0.00} M of {report.FullMacsPerFrame / 1e6:0.00} M"));
        table.AddRow("widths", Widths(report.WidthShare));
        table.AddRow("latency", Text($"median {report.LatencyMs.Median:0.00} ms, p95 {report.LatencyMs.P95:0.00} ms"));
        if (report.FirstDecisionMs is { } first)
            table.AddRow("first answer", Text($"{first:0} ms after the program's start"));
        table.AddRow("budget overshoot", Text($"{report.BudgetOvershoot} {report.Budget?.Unit ?? "MACs"}"));
        if (report.Audit is { } audit)
            table.AddRow("audit", Text($"full width answers the same in {audit.Agreement:P0} of {audit.Windows} windows ({audit.Frames} frames, {audit.Macs / 1e6:0} M MACs beside the budget)"));
        if (report.Device is { } device && Words(device) is { Length: > 0 } words)
            table.AddRow("device", words);
        if (report.Trigger is { } trigger)
            table.AddRow("trigger", Text($"{trigger.Input}: {(trigger.Active ? "on" : "off")} at the end, went on {trigger.Activations} time(s){(trigger.Problem is null ? string.Empty : $"; it is away: {trigger.Problem}")}"));
        foreach (OutputReport output in report.Outputs)
            table.AddRow("output", Text($"{output.Output}: {output.State}, {output.Sent} sent, {output.Dropped} dropped, {output.Failed} failed, {output.Retried} retried{(output.Problem is null ? string.Empty : $"; last problem: {output.Problem}")}"));
        console.Write(table);
        if (report.Cameras is { } cameras)
            console.Write(Table(cameras));
        foreach (EventReport e in report.Events)
            console.MarkupLine(Text($"{e.Start,7:0.0} s - {e.End,6:0.0} s  {Of(e.Camera)}{e.Action} ({e.Confidence:0.00})"));
        foreach (ShownReport shown in report.Shown ?? [])
            console.MarkupLine($"{Text($"{Of(shown.Camera)}shown {shown.Action}, answered {shown.Answer ?? "no action"}: ")}{Verdict(shown.Recognised)}");
    }

    private static Table Table(IReadOnlyList<CameraRunReport> cameras)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("camera", "processed", "dropped", "failed", "MACs a frame", "widths", "median, p99 from capture", "state");
        foreach (CameraRunReport camera in cameras)
        {
            table.AddRow(
                Markup.Escape(camera.Name),
                Text($"{camera.Frames.Processed}"),
                Text($"{camera.Frames.Dropped}"),
                Text($"{camera.Frames.Failed}"),
                Text($"{camera.MacsPerFrame / 1e6:0.00} M"),
                Widths(camera.WidthShare),
                camera.CaptureToDecisionMs is { } age ? Text($"{age.Median:0.0}, {age.P99:0.0} ms") : "-",
                Markup.Escape(camera.Problem ?? camera.Camera?.State ?? "-"));
        }

        return table;
    }

    private static string Widths(IReadOnlyDictionary<string, double> shares) => string.Join("  ", shares.Select(pair => Text($"{pair.Key}: {pair.Value:P0}")));

    private static string Of(string? camera) => camera is null ? string.Empty : $"{camera}: ";

    private static string Words(DeviceReport device)
    {
        List<string> parts = [];
        if (device.TemperatureC is { } celsius)
            parts.Add(Text($"{celsius:0} C"));
        if (device.PowerWatts is { } watts)
            parts.Add(Text($"{watts:0.0} W"));
        if (device.GpuLoadPercent is { } load)
            parts.Add(Text($"GPU {load:0} %"));
        if (device.Governor is { } why)
            parts.Add(Text($"narrowed to {device.Share:P0}: {why}"));
        return string.Join(", ", parts);
    }

    private static string Verdict(bool? recognised) => recognised switch
    {
        true => "[green]recognised[/]",
        false => "[red]not recognised[/]",
        null => "[grey]too short to tell[/]",
    };

    private static string Text(FormattableString text) => Markup.Escape(text.ToString(CultureInfo.InvariantCulture));
}
