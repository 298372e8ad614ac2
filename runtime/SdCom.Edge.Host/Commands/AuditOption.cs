using System.CommandLine;
using System.Globalization;

namespace SdCom.Edge.Host.Commands;

/// <summary><c>--audit</c> of <c>run</c> and <c>demo</c>.</summary>
internal static class AuditOption
{
    public static Option<string> Create() => new("--audit") { Description = "Also run the full width on a share of the frames, such as 1%, and report how often it answers the same.", HelpName = "SHARE" };

    /// <summary>The share, 0 to 1; null when it was not asked for.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static double? Parse(string? text)
    {
        if (text is null)
            return null;
        bool percent = text.EndsWith('%');
        bool number = double.TryParse(percent ? text.AsSpan(0, text.Length - 1) : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value);
        double share = percent ? value / 100 : value;
        return number && share is > 0 and <= 1
            ? share
            : throw new UsageException($"--audit must be a share such as 1% or 0.01, above 0 and at most 100%, got '{text}'.");
    }
}
