using System.Globalization;
using System.Text;

namespace SdCom.Edge.Training.Export;

/// <summary>Writes Markdown: headings, paragraphs, tables; numbers with a point, whatever the machine's language.</summary>
internal sealed class Markdown
{
    private readonly StringBuilder text = new();

    public void Heading(int level, string title) => text.Append('#', level).Append(' ').Append(title).Append("\n\n");

    public void Paragraph(FormattableString words) => text.Append(words.ToString(CultureInfo.InvariantCulture)).Append("\n\n");

    public void Block(string language, string code) => text.Append("```").Append(language).Append('\n').Append(code.TrimEnd()).Append("\n```\n\n");

    public void Raw(string markdown) => text.Append(markdown.ReplaceLineEndings("\n").Trim()).Append("\n\n");

    public void Table(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        Row(header);
        Row([.. header.Select((_, i) => i == 0 ? "---" : "---:")]);
        foreach (IReadOnlyList<string> row in rows)
            Row(row);
        text.Append('\n');
    }

    public override string ToString() => text.ToString().TrimEnd() + "\n";

    /// <summary>A share as per cent with one decimal.</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.0} %");

    /// <summary>A count in millions.</summary>
    public static string Millions(double count) => string.Create(CultureInfo.InvariantCulture, $"{count / 1e6:0.00} M");

    /// <summary>A number with up to three decimals.</summary>
    public static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private void Row(IReadOnlyList<string> cells) => text.Append("| ").AppendJoin(" | ", cells.Select(c => c.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
}
