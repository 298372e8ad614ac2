using System.Globalization;
using System.Xml.Linq;

namespace SdCom.Edge.Training.Reports;

/// <summary>Points of one kind; <paramref name="Joined"/> draws a line through them, in the given order.</summary>
internal sealed record Series(string Name, IReadOnlyList<(double X, double Y)> Points, bool Joined = true);

/// <summary>Draws a line chart as inline SVG. Every point keeps its numbers, as <c>data-x</c> and <c>data-y</c> and in words under the pointer.</summary>
internal static class Chart
{
    private const double Width = 560, Height = 300, Left = 52, Right = 14, Top = 10, Bottom = 40;

    /// <summary>A figure: caption, chart, legend.</summary>
    public static XElement Draw(string title, string xName, string yName, IReadOnlyList<Series> series)
    {
        Scale x = Scale.Over([.. series.SelectMany(s => s.Points).Select(p => p.X)]);
        Scale y = Scale.Over([.. series.SelectMany(s => s.Points).Select(p => p.Y)]);
        XElement svg = new("svg", new XAttribute("viewBox", $"0 0 {Text(Width)} {Text(Height)}"), new XAttribute("role", "img"), new XAttribute("aria-label", title));
        Axes(svg, x, y, xName);
        for (int i = 0; i < series.Count; i++)
            svg.Add(Plot(series[i], i, x, y, xName));
        return new XElement("figure", new XElement("figcaption", title, new XElement("small", yName)), svg, Legend(series));
    }

    /// <summary>A number as short as it can be.</summary>
    public static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>Names beside their colours.</summary>
    public static XElement Legend(IReadOnlyList<Series> series) => new(
        "ul",
        new XAttribute("class", "legend"),
        series.Select((s, i) => new XElement("li", new XElement("i", new XAttribute("class", $"b{i % 8}"), ""), s.Name)));

    private static double X(Scale scale, double value) => Left + (scale.Place(value) * (Width - Left - Right));

    private static double Y(Scale scale, double value) => Height - Bottom - (scale.Place(value) * (Height - Top - Bottom));

    private static void Axes(XElement svg, Scale x, Scale y, string xName)
    {
        foreach (double tick in y.Ticks)
        {
            svg.Add(Line("grid", Left, Y(y, tick), Width - Right, Y(y, tick)));
            svg.Add(Word("end", Left - 7, Y(y, tick) + 4, Text(tick)));
        }

        foreach (double tick in x.Ticks)
        {
            svg.Add(Line("grid", X(x, tick), Top, X(x, tick), Height - Bottom));
            svg.Add(Word("middle", X(x, tick), Height - Bottom + 16, Text(tick)));
        }

        svg.Add(Line("axis", Left, Height - Bottom, Width - Right, Height - Bottom));
        svg.Add(Word("middle", (Left + Width - Right) / 2, Height - 4, xName));
    }

    private static XElement Plot(Series series, int index, Scale x, Scale y, string xName)
    {
        XElement group = new("g", new XAttribute("class", $"s{index % 8}"), new XAttribute("data-series", series.Name));
        if (series.Joined && series.Points.Count > 1)
            group.Add(new XElement("polyline", new XAttribute("points", string.Join(' ', series.Points.Select(p => $"{Short(X(x, p.X))},{Short(Y(y, p.Y))}")))));
        double radius = !series.Joined ? 5.5 : series.Points.Count > 40 ? 1.8 : 3.2;
        foreach ((double px, double py) in series.Points)
        {
            group.Add(new XElement(
                "circle",
                new XAttribute("cx", Short(X(x, px))),
                new XAttribute("cy", Short(Y(y, py))),
                new XAttribute("r", Text(radius)),
                new XAttribute("data-x", px.ToString("R", CultureInfo.InvariantCulture)),
                new XAttribute("data-y", py.ToString("R", CultureInfo.InvariantCulture)),
                new XElement("title", $"{series.Name}, {xName} {Text(px)}: {Text(py)}")));
        }

        return group;
    }

    private static XElement Line(string kind, double x1, double y1, double x2, double y2) => new(
        "line",
        new XAttribute("class", kind),
        new XAttribute("x1", Short(x1)),
        new XAttribute("y1", Short(y1)),
        new XAttribute("x2", Short(x2)),
        new XAttribute("y2", Short(y2)));

    private static XElement Word(string anchor, double x, double y, string text) =>
        new("text", new XAttribute("x", Short(x)), new XAttribute("y", Short(y)), new XAttribute("text-anchor", anchor), text);

    private static string Short(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
