using System.Globalization;
using SdCom.Edge.Host.Reports;
using Spectre.Console;

namespace SdCom.Edge.Host.Terminal;

/// <summary>A simulated fleet for people.</summary>
internal static class FleetSimulationTable
{
    public static void Print(FleetSimulationReport report)
    {
        IAnsiConsole console = Screen.Out();
        console.MarkupLine(Text($"{report.Nodes} nodes, {report.Cameras} cameras, {report.Clips} clips of {report.ClipMs:0.#} ms, {report.Seconds:0} s, seed {report.Seed}"));
        Table facts = new Table().Border(TableBorder.Rounded).AddColumn("simulated").AddColumn(new TableColumn(string.Empty).RightAligned());
        facts.AddRow("clips answered", Text($"{report.Answered} (each once; {report.Duplicates} more answers, {report.Returned} jobs given again, {report.Dead} dead, {report.Open} open)"));
        facts.AddRow("clips a second", Text($"{report.ClipsPerSecond:0.0}{Until(report.ClipSeconds)}"));
        facts.AddRow("deepest queue", Text($"{report.DeepestQueue} jobs; a clip waits {report.MeanWaitSeconds:0.00} s on average"));
        facts.AddRow("cameras", Text($"{report.RunningCameras} run at the end; all ran after {Seconds(report.CameraStartSeconds)}"));
        facts.AddRow("cameras that nobody saw", Text($"{report.Outages} times, {report.LongestOutageSeconds:0.00} s at most; twice at once: {report.Overlaps}"));
        facts.AddRow("broker messages a second", Text($"{report.MessagesPerSecond:0} usually, {report.PeakMessagesPerSecond:0} at most"));
        console.Write(facts);

        if (report.Faults.Count > 0)
        {
            Table faults = new Table().Border(TableBorder.Rounded).AddColumns("fault", "cameras", "all run again after", "clips sent back", "all answered after");
            foreach (SimulatedFault fault in report.Faults)
                faults.AddRow(Text($"{Name(fault)} at {fault.At:0.#} s for {fault.Seconds:0.#} s"), Text($"{fault.Cameras}"), Seconds(fault.CameraSeconds), Text($"{fault.Clips}"), Seconds(fault.ClipSeconds));
            console.Write(faults);
        }

        Table resources = new Table().Border(TableBorder.Rounded).AddColumns("resource", "usual share", "largest");
        foreach (SimulatedResource use in report.Resources)
            resources.AddRow(use.Name, Text($"{use.TypicalShare:P1}"), Text($"{use.PeakShare:P1}"));
        console.Write(resources);
        if (report.AtTimesTheSize is { } times)
            console.MarkupLine(times < 1.03 ? Text($"first to give way: {report.FirstToGiveWay}; it is at its limit") : Text($"first to give way: {report.FirstToGiveWay}, at {times:0.0} times this size ({report.Nodes * times:0} nodes, {report.Cameras * times:0} cameras)"));
        if (report.LargestPileUp is { } pile)
            console.MarkupLine(Text($"most work at once: {pile}, enough for {report.PileUpSeconds:0.0} s"));
        if (report.Plot is { } plot)
            console.MarkupLineInterpolated($"written: {plot}");
    }

    private static string Name(SimulatedFault fault) => fault.Kind switch
    {
        "nodeKilled" => $"node {fault.Node} killed",
        "nodeCutOff" => $"node {fault.Node} cut off",
        _ => "broker down",
    };

    private static string Until(double? seconds) => seconds is { } known ? string.Create(CultureInfo.InvariantCulture, $", all after {known:0} s") : string.Empty;

    private static string Seconds(double? seconds) => seconds is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0.00} s") : "not yet";

    private static string Text(FormattableString text) => Markup.Escape(text.ToString(CultureInfo.InvariantCulture));
}
