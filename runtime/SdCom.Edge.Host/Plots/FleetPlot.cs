using System.Globalization;
using System.Text;
using SdCom.Edge.Fleet.Simulation;
using SdCom.Edge.Host.Reports;

namespace SdCom.Edge.Host.Plots;

/// <summary>The course of a simulated fleet as one picture that needs nothing else: four curves over one time axis, faults as grey bands.</summary>
internal static class FleetPlot
{
    private const int Width = 900;
    private const int Left = 84;
    private const int Right = 24;
    private const int Top = 50;
    private const int Row = 150; // a curve's height with its heading
    private const int Heading = 26;
    private const int Bottom = 46;
    private const int Ticks = 8;

    /// <summary>The picture as SVG.</summary>
    public static string Draw(FleetSimulationReport report)
    {
        (string Name, string Colour, Func<TimelinePoint, double> Value)[] curves =
        [
            ("clip jobs that wait", "#0969da", point => point.Ready),
            ("clips answered, a second", "#1a7f37", point => point.Answered),
            ("cameras that run", "#8250df", point => point.RunningCameras),
            ("broker messages, a second", "#bf8700", point => point.MessagesPerSecond),
        ];
        int height = Top + (curves.Length * Row) + Bottom;
        Axis time = Axis.Over(0, Math.Max(1, report.Seconds), Ticks);
        StringBuilder svg = new();
        Add(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" width="{Width}" height="{height}" font-family="sans-serif" font-size="13" fill="#24292f">""");
        Add(svg, $"""<rect width="{Width}" height="{height}" fill="#ffffff"/>""");
        Add(svg, $"""<text x="{Left}" y="26" font-size="16" font-weight="bold">{report.Nodes} nodes, {report.Cameras} cameras, {report.Clips} clips of {report.ClipMs:0.#} ms (simulated)</text>""");
        foreach (SimulatedFault fault in report.Faults)
        {
            double from = X(fault.At), to = X(Math.Min(fault.At + fault.Seconds, time.End));
            Add(svg, $"""<rect x="{from:0.0}" y="{Top}" width="{Math.Max(1, to - from):0.0}" height="{curves.Length * Row}" fill="#d0d7de" fill-opacity="0.45"><title>{fault.Kind} at {fault.At:0.#} s for {fault.Seconds:0.#} s</title></rect>""");
            Add(svg, $"""<text x="{from + 3:0.0}" y="{Top - 6}" font-size="11" fill="#57606a">{fault.Kind}</text>""");
        }

        for (int i = 0; i < curves.Length; i++)
            DrawCurve(svg, curves[i].Name, curves[i].Colour, Values(report.Timeline, curves[i].Value, isRate: i == 1), Top + (i * Row), X);
        foreach (double value in time.Values)
            Add(svg, $"""<text x="{X(value):0.0}" y="{height - Bottom + 18}" text-anchor="middle">{value:0.###}</text>""");
        Add(svg, $"""<text x="{(Left + Width - Right) / 2}" y="{height - 10}" text-anchor="middle">seconds</text>""");
        return svg.Append("</svg>\n").ToString();

        double X(double seconds) => Left + (time.Share(seconds) * (Width - Left - Right));
    }

    private static (double Seconds, double Value)[] Values(IReadOnlyList<TimelinePoint> timeline, Func<TimelinePoint, double> value, bool isRate) =>
        [.. timeline.Select((point, i) => (point.Seconds, isRate ? (value(point) - (i > 0 ? value(timeline[i - 1]) : 0)) / (point.Seconds - (i > 0 ? timeline[i - 1].Seconds : 0)) : value(point)))];

    private static void DrawCurve(StringBuilder svg, string name, string colour, (double Seconds, double Value)[] points, int top, Func<double, double> x)
    {
        Axis axis = Axis.Over(0, points.Length > 0 ? points.Max(point => point.Value) : 1, 3);
        int low = top + Row - 8, high = top + Heading;
        Add(svg, $"""<text x="{Left}" y="{top + 18}" fill="{colour}" font-weight="bold">{name}</text>""");
        foreach (double value in axis.Values)
        {
            Add(svg, $"""<line x1="{Left}" x2="{Width - Right}" y1="{Y(value):0.0}" y2="{Y(value):0.0}" stroke="#eaeef2"/>""");
            Add(svg, $"""<text x="{Left - 8}" y="{Y(value) + 4:0.0}" text-anchor="end" font-size="11">{value.ToString("#,0.###", CultureInfo.InvariantCulture)}</text>""");
        }

        string line = string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{x(point.Seconds):0.0},{Y(point.Value):0.0}")));
        Add(svg, $"""<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.5"/>""");

        double Y(double value) => low - (axis.Share(value) * (low - high));
    }

    private static void Add(StringBuilder svg, FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
