using System.Globalization;
using System.Xml.Linq;

namespace SdCom.Edge.Training.Reports;

/// <summary>Draws shares that add up to one as stacked bars, one row for each case, as inline SVG.</summary>
internal static class ShareBars
{
    private const double Width = 560, Row = 22, Left = 70, Right = 10, Bar = 15;

    /// <summary>A figure: caption, bars, legend of the parts.</summary>
    /// <param name="title">What is shared.</param>
    /// <param name="rowName">What the rows are.</param>
    /// <param name="parts">Names of the parts.</param>
    /// <param name="rows">For each row its name and a share of each part.</param>
    public static XElement Draw(string title, string rowName, IReadOnlyList<string> parts, IReadOnlyList<(string Name, IReadOnlyList<double> Shares)> rows)
    {
        double height = rows.Count * Row;
        XElement svg = new("svg", new XAttribute("viewBox", $"0 0 {Number(Width)} {Number(height)}"), new XAttribute("role", "img"), new XAttribute("aria-label", title));
        for (int r = 0; r < rows.Count; r++)
        {
            svg.Add(new XElement("text", new XAttribute("x", Number(Left - 8)), new XAttribute("y", Number((r * Row) + 14)), new XAttribute("text-anchor", "end"), rows[r].Name));
            double x = Left;
            for (int p = 0; p < parts.Count; p++)
            {
                double share = rows[r].Shares[p];
                double length = share * (Width - Left - Right);
                if (share > 0)
                {
                    svg.Add(new XElement(
                        "rect",
                        new XAttribute("class", $"b{p % 8}"),
                        new XAttribute("x", Number(x)),
                        new XAttribute("y", Number((r * Row) + 2)),
                        new XAttribute("width", Number(length)),
                        new XAttribute("height", Number(Bar)),
                        new XAttribute("data-share", share.ToString("R", CultureInfo.InvariantCulture)),
                        new XElement("title", string.Create(CultureInfo.InvariantCulture, $"{rowName} {rows[r].Name}, {parts[p]}: {share:0.0 %}"))));
                }

                x += length;
            }
        }

        return new XElement("figure", new XElement("figcaption", title, new XElement("small", $"by {rowName}")), svg, Chart.Legend([.. parts.Select(p => new Series(p, []))]));
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
