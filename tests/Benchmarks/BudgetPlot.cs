using System.Globalization;
using System.Text;
using SdCom.Edge.Core.Tests.Budget;

namespace SdCom.Edge.Benchmarks;

/// <summary>Draws how the price controller answers a step and a burst of the content, as an SVG that needs nothing else.</summary>
internal static class BudgetPlot
{
    private const long Rate = 220_000_000, Burst = 2_400_000_000;
    private const int Width = 900, PanelHeight = 120, Left = 70, Gap = 46, Top = 60;

    public static void Write(string path)
    {
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{Top + (6 * (PanelHeight + Gap)) + 60}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        int next = Draw(svg, Top, "Step: content six times as hard for 600 s", 1800, seconds => seconds is >= 600 and < 1200 ? 3 : 0.5, seed: 3, smooth: 10);
        Draw(svg, next + 50, "Burst: 3 s of the hardest content a minute", 315, seconds => seconds % 63 < 60 ? 0 : 40, seed: 4, smooth: 3);
        svg.Append("</svg>\n");
        File.WriteAllText(path, svg.ToString());
    }

    private static int Draw(StringBuilder svg, int top, string title, double seconds, Func<double, double> difficulty, int seed, double smooth)
    {
        List<SimulatedFrame> frames = new SimulatedCamera(seed).Run(Rate, Burst, seconds, difficulty, out long overshoot);
        double use = frames.Sum(frame => (double)frame.Macs) / (Rate * seconds);
        string words = string.Create(CultureInfo.InvariantCulture, $"{title}; {Rate / 1e6} MMAC/s, burst {Burst / 1e6} MMAC; used {use:P0}, overshoot {overshoot}");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"{top - 26}\" font-size=\"13\" font-weight=\"bold\">{words}</text>\n");
        List<(double, double)> spending = [.. frames.GroupBy(frame => (int)(frame.Seconds / smooth)).Select(group => ((group.Key + 0.5) * smooth, group.Sum(frame => (double)frame.Macs) / (smooth * Rate)))];
        Panel(svg, top, $"spending / rate ({smooth} s)", seconds, 3.5, spending, "#1c6dd0", mark: 1);
        Panel(svg, top + PanelHeight + Gap, "bucket level", seconds, 1, [.. frames.Select(frame => (frame.Seconds, frame.Level))], "#2a9d4a", mark: 0.5);
        Panel(svg, top + (2 * (PanelHeight + Gap)), "price", seconds, Math.Ceiling(frames.Max(frame => frame.Price)), [.. frames.Select(frame => (frame.Seconds, frame.Price))], "#c0392b");
        return top + (3 * (PanelHeight + Gap));
    }

    private static void Panel(StringBuilder svg, int top, string name, double seconds, double highest, List<(double Time, double Value)> points, string colour, double? mark = null)
    {
        double X(double time) => Left + (time / seconds * (Width - Left - 20));
        double Y(double value) => top + PanelHeight - (value / highest * PanelHeight);
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Left}\" y=\"{top}\" width=\"{Width - Left - 20}\" height=\"{PanelHeight}\" fill=\"#f6f7f9\" stroke=\"#c8ccd2\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"{top - 6}\">{name}</text><text x=\"{Left - 6}\" y=\"{top + 10}\" text-anchor=\"end\">{highest}</text><text x=\"{Left - 6}\" y=\"{top + PanelHeight}\" text-anchor=\"end\">0</text>\n");
        if (mark is { } wanted)
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" x2=\"{Width - 20}\" y1=\"{Y(wanted):0.0}\" y2=\"{Y(wanted):0.0}\" stroke=\"#888\" stroke-dasharray=\"4 3\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.2\" points=\"");
        foreach ((double time, double value) in points)
            svg.Append(CultureInfo.InvariantCulture, $"{X(time):0.0},{Y(Math.Min(value, highest)):0.0} ");
        svg.Append(CultureInfo.InvariantCulture, $"\"/>\n<text x=\"{Left}\" y=\"{top + PanelHeight + 15}\">0 s</text><text x=\"{Width - 20}\" y=\"{top + PanelHeight + 15}\" text-anchor=\"end\">{seconds} s</text>\n");
    }
}
