using System.Globalization;
using SdCom.Edge.Host.Reports;
using SdCom.Edge.Runtime.Inference.Providers;
using Spectre.Console;

namespace SdCom.Edge.Host.Terminal;

/// <summary>A benchmark for people.</summary>
internal static class BenchTable
{
    public static void Print(BenchReport report)
    {
        IAnsiConsole console = Screen.Out();
        Table table = new Table().Border(TableBorder.Rounded);
        foreach (string column in (ReadOnlySpan<string>)["width", "MACs", "engine", "end to end", "overhead"])
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (BenchWidth width in report.Widths)
            table.AddRow(Text($"{width.Width}"), Text($"{width.Macs / 1e6:0.00} M"), Text($"{width.EngineMs:0.000} ms"), Text($"{width.EndToEndMs:0.000} ms"), Text($"{width.OverheadRatio:0.000}"));
        console.Write(table);
        console.MarkupLine(Text($"overhead over the bare engine {report.OverheadRatio:0.000}, managed bytes a frame {report.ManagedBytesPerFrame:0.##}"));
        console.MarkupLine(Text($"resident memory {report.ResidentBytes / 1048576.0:0.0} MiB with all widths, {report.ResidentBytesFullWidthOnly / 1048576.0:0.0} MiB with the full width alone; weights {report.Weights}"));
        console.MarkupLine(Text($"{report.Engine}, {report.Provider}, {report.Threads} threads, {report.Frame}"));
        if (report.Proof is { } proof)
            console.MarkupLine($"[{(proof.Verdict == "runs" ? "green" : "yellow")}]{Text($"{new ProviderProof(proof.Provider, proof.Nodes, proof.OnProvider, proof.Milliseconds, proof.CpuMilliseconds)}")}[/]");
    }

    public static void Print(CamerasReport report)
    {
        IAnsiConsole console = Screen.Out();
        console.MarkupLine(Text($"{report.Model}: one engine thread carries {report.CamerasPerCore} cameras, a frame of each every {report.SamplingMs} ms ({report.FrameMs:0.0} ms and {report.MacsPerFrame / 1e6:0.0} M MACs a frame at price {report.Price:0.##}, {report.Frame})"));
        console.MarkupLine(Text($"from capture to decision then: median {report.MedianLatencyMs:0.0} ms, p99 {report.P99LatencyMs:0.0} ms"));
        if (report.Single is { } single)
            console.MarkupLine(Text($"one generated camera of {single.FramesPerSecond:0} frames a second, all answered, {single.Threads} threads: median {single.MedianLatencyMs:0.0} ms, p99 {single.P99LatencyMs:0.0} ms, {single.Frames.Dropped} of {single.Frames.Captured} frames dropped"));
    }

    public static void Print(SoakReport report)
    {
        IAnsiConsole console = Screen.Out();
        console.MarkupLine(Text($"{report.Model}: {report.Frames.Processed} frames processed, {report.Frames.Dropped} dropped, {report.Frames.Failed} failed in {report.Seconds / 60:0.0} minutes"));
        console.MarkupLine(Text($"resident memory {report.ResidentMiB:0.00} MiB after a fifth of the time, {report.ResidentMiBAtEnd:0.00} MiB at the end, read {report.Samples} times; {report.ManagedBytesPerFrame:0.#} managed bytes a frame, the generated camera's included"));
        string verdict = report.MiBPerHourLow is null ? "too few readings to judge" : report.Grows ? "it grows" : "no growth shown";
        console.MarkupLine(Text($"slope {report.MiBPerHour:0.000} MiB an hour, 95 % confidence {report.MiBPerHourLow ?? double.NaN:0.000} to {report.MiBPerHourHigh ?? double.NaN:0.000}: {verdict}"));
    }

    private static string Text(FormattableString text) => Markup.Escape(text.ToString(CultureInfo.InvariantCulture));
}
