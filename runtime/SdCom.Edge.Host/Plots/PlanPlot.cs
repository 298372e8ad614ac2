using System.Globalization;
using System.Net;
using System.Text;
using SdCom.Edge.Host.Reports;

namespace SdCom.Edge.Host.Plots;

/// <summary>A plan as one picture that needs nothing else: accuracy against MACs a frame, the profiles as coloured points, the fixed widths as a grey line.</summary>
internal static class PlanPlot
{
    private const int Width = 860;
    private const int Height = 460;
    private const int Left = 70;
    private const int Right = 270; // the legend's column
    private const int Top = 50;
    private const int Bottom = 60;
    private const int Ticks = 6;

    private static readonly string[] Colours = ["#0969da", "#cf222e", "#1a7f37", "#bf8700", "#8250df", "#bc4c00", "#0e7490", "#bf3989"];

    /// <summary>The picture as SVG.</summary>
    public static string Draw(PlanReport report)
    {
        double[] accuracies = [.. report.Profiles.Select(p => p.Top1), .. report.FixedWidths.Select(w => w.Top1)];
        Axis x = Axis.Over(0, Math.Max(report.FullMacsPerFrame, report.Profiles.Max(p => p.MacsPerFrame)), Ticks);
        Axis y = Axis.Over(accuracies.Min() * 100, accuracies.Max() * 100, Ticks);
        (double scale, string prefix) = x.End >= 2e9 ? (1e9, "G") : (1e6, "M");
        StringBuilder svg = new();
        Add(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" width="{Width}" height="{Height}" font-family="sans-serif" font-size="13" fill="#24292f">""");
        Add(svg, $"""<rect width="{Width}" height="{Height}" fill="#ffffff"/>""");
        Add(svg, $"""<text x="{Left}" y="26" font-size="16" font-weight="bold">{Escape(report.Model)}: accuracy against compute, {report.Clips} clips</text>""");
        foreach (double value in x.Values)
        {
            Add(svg, $"""<line x1="{X(value):0.0}" x2="{X(value):0.0}" y1="{Top}" y2="{Height - Bottom}" stroke="#eaeef2"/>""");
            Add(svg, $"""<text x="{X(value):0.0}" y="{Height - Bottom + 18}" text-anchor="middle">{value / scale:0.###}</text>""");
        }

        foreach (double value in y.Values)
        {
            Add(svg, $"""<line x1="{Left}" x2="{Width - Right}" y1="{Y(value):0.0}" y2="{Y(value):0.0}" stroke="#eaeef2"/>""");
            Add(svg, $"""<text x="{Left - 8}" y="{Y(value) + 4:0.0}" text-anchor="end">{value:0.###}</text>""");
        }

        Add(svg, $"""<text x="{(Left + Width - Right) / 2}" y="{Height - 18}" text-anchor="middle">{prefix}MACs a frame</text>""");
        Add(svg, $"""<text transform="translate(20 {(Top + Height - Bottom) / 2}) rotate(-90)" text-anchor="middle">top-1, %</text>""");
        DrawWidths(svg, report, width => (X(width.MacsPerFrame), Y(width.Top1 * 100)));
        for (int i = 0; i < report.Profiles.Count; i++)
        {
            PlannedProfile profile = report.Profiles[i];
            string colour = Colours[i % Colours.Length];
            Add(svg, $"""<circle cx="{X(profile.MacsPerFrame):0.0}" cy="{Y(profile.Top1 * 100):0.0}" r="6" fill="{colour}" fill-opacity="0.85" stroke="#ffffff"/>""");
            int row = Top + 12 + (44 * (i + 1));
            Add(svg, $"""<circle cx="{Width - Right + 28}" cy="{row - 4}" r="6" fill="{colour}"/>""");
            Add(svg, $"""<text x="{Width - Right + 42}" y="{row}">{Escape(profile.Device)}</text>""");
            Add(svg, $"""<text x="{Width - Right + 42}" y="{row + 17}" fill="#57606a">{profile.Top1 * 100:0.0} % at {profile.MacsPerFrame / scale:0.###} {prefix}MACs</text>""");
        }

        return svg.Append("</svg>\n").ToString();

        double X(double value) => Left + (x.Share(value) * (Width - Left - Right));
        double Y(double value) => Height - Bottom - (y.Share(value) * (Height - Top - Bottom));
    }

    private static void DrawWidths(StringBuilder svg, PlanReport report, Func<PlannedWidth, (double X, double Y)> place)
    {
        string line = string.Join(' ', report.FixedWidths.Select(width => string.Create(CultureInfo.InvariantCulture, $"{place(width).X:0.0},{place(width).Y:0.0}")));
        Add(svg, $"""<polyline points="{line}" fill="none" stroke="#8c959f" stroke-dasharray="4 4"/>""");
        foreach (PlannedWidth width in report.FixedWidths)
        {
            (double x, double y) = place(width);
            Add(svg, $"""<circle cx="{x:0.0}" cy="{y:0.0}" r="4" fill="#ffffff" stroke="#57606a" stroke-width="1.5"/>""");
            Add(svg, $"""<text x="{x:0.0}" y="{y - 9:0.0}" text-anchor="middle" font-size="11" fill="#57606a">{width.Width}</text>""");
        }

        Add(svg, $"""<circle cx="{Width - Right + 28}" cy="{Top + 8}" r="4" fill="#ffffff" stroke="#57606a" stroke-width="1.5"/>""");
        Add(svg, $"""<text x="{Width - Right + 42}" y="{Top + 12}">one width on every frame</text>""");
    }

    private static void Add(StringBuilder svg, FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
