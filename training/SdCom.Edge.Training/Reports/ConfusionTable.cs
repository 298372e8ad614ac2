using System.Globalization;
using System.Xml.Linq;
using static SdCom.Edge.Training.Export.Markdown;

namespace SdCom.Edge.Training.Reports;

/// <summary>Clips by true class (row) and answer (column), darker the larger the share of the row; at the end of the row its share of right answers.</summary>
internal static class ConfusionTable
{
    public static XElement Write(IReadOnlyList<string> classes, IReadOnlyList<IReadOnlyList<int>> confusion) => new(
        "details",
        new XAttribute("open", "open"),
        new XElement("summary", "Answers by class, at the default price"),
        new XElement(
            "div",
            new XAttribute("class", "wide"),
            new XElement(
                "table",
                new XAttribute("class", "confusion"),
                new XElement("thead", new XElement("tr", new XElement("th", "true class"), classes.Select(c => new XElement("th", new XElement("span", c))), new XElement("th", "right"))),
                new XElement("tbody", classes.Select((name, row) => Row(name, row, confusion[row]))))));

    private static XElement Row(string name, int row, IReadOnlyList<int> counts)
    {
        int clips = counts.Sum();
        double right = clips == 0 ? 0 : (double)counts[row] / clips;
        return new XElement(
            "tr",
            new XElement("th", name),
            counts.Select((count, column) => Cell(count, clips, column == row)),
            new XElement("td", new XAttribute("class", "right"), clips == 0 ? "no clips" : Percent(right)));
    }

    private static XElement Cell(int count, int clips, bool isRight)
    {
        if (count == 0)
            return new XElement("td", "");
        double share = (double)count / clips;
        string colour = isRight ? "38,143,90" : "209,73,91";
        return new XElement(
            "td",
            new XAttribute("style", string.Create(CultureInfo.InvariantCulture, $"background:rgba({colour},{0.12 + (0.78 * share):0.##})")),
            share > 0.5 ? new XAttribute("class", "strong") : null,
            count);
    }
}
