using System.Globalization;

namespace SdCom.Edge.Fleet.Results;

/// <summary>Results as lines of comma-separated values (RFC 4180).</summary>
public static class ResultCsv
{
    /// <summary>The first line.</summary>
    public const string Header = "path,label,answer,confidence,frames,macs,node,at,milliseconds,problem,key";

    public static string Line(ClipResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return Join(
            result.Path, result.Label, result.Answer, result.Probabilities.Max().ToString("R", CultureInfo.InvariantCulture), Number(result.Frames), Number(result.Macs), result.Node,
            result.At.ToString("O", CultureInfo.InvariantCulture), result.Milliseconds.ToString(CultureInfo.InvariantCulture), string.Empty, result.Key);
    }

    public static string Line(DeadClip dead)
    {
        ArgumentNullException.ThrowIfNull(dead);
        return Join(dead.Path ?? string.Empty, string.Empty, string.Empty, string.Empty, string.Empty, string.Empty, dead.Node ?? string.Empty, string.Empty, string.Empty, dead.Reason, dead.Key ?? string.Empty);
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Join(params string[] fields) => string.Join(',', fields.Select(Quote));

    private static string Quote(string field)
    {
        string line = field.ReplaceLineEndings(" ");
        return line.AsSpan().IndexOfAny(',', '"') < 0 ? line : $"\"{line.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
