using System.CommandLine;

namespace SdCom.Edge.Host.Commands;

/// <summary><c>--audit</c> of <c>run</c>, <c>demo</c> and <c>worker</c>.</summary>
internal static class AuditOption
{
    public static Option<string> Create() => new("--audit") { Description = "Also run the full width on a share of the frames, such as 1%, and report how often it answers the same.", HelpName = "SHARE" };

    /// <summary>The share, 0 to 1; null when it was not asked for.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static double? Parse(string? text) => text is null ? null : Quantities.Share("--audit", text);
}
