using System.Text;

namespace SdCom.Edge.Core.Clips;

/// <summary>Splits one line of comma-separated values (RFC 4180; a quoted field stays on its line).</summary>
public static class CsvLine
{
    /// <summary>The fields, or null when a quote is not closed or stands in the middle of a field.</summary>
    public static List<string>? Split(string line)
    {
        List<string> fields = [];
        int at = 0;
        while (true)
        {
            if (at < line.Length && line[at] == '"')
            {
                if (Quoted(line, ref at) is not { } quoted)
                    return null;
                fields.Add(quoted);
            }
            else
            {
                int end = line.IndexOf(',', at);
                string plain = line[at..(end < 0 ? line.Length : end)];
                if (plain.Contains('"'))
                    return null;
                fields.Add(plain.Trim());
                at += plain.Length;
            }

            if (at == line.Length)
                return fields;
            at++; // the comma
        }
    }

    private static string? Quoted(string line, ref int at)
    {
        StringBuilder text = new();
        for (at++; at < line.Length; at++)
        {
            if (line[at] != '"')
            {
                text.Append(line[at]);
            }
            else if (at + 1 < line.Length && line[at + 1] == '"')
            {
                text.Append('"');
                at++;
            }
            else
            {
                at++;
                return at == line.Length || line[at] == ',' ? text.ToString() : null;
            }
        }

        return null;
    }
}
