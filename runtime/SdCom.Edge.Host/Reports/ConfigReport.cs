namespace SdCom.Edge.Host.Reports;

/// <summary>What <c>config check --json</c> prints: a line for each problem, none when the settings are in order.</summary>
internal sealed record ConfigReport(IReadOnlyList<string> Problems);
