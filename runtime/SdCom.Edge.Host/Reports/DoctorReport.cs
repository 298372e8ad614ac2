namespace SdCom.Edge.Host.Reports;

/// <summary>What <c>doctor --json</c> prints.</summary>
internal sealed record DoctorReport(IReadOnlyList<DoctorCheck> Checks);

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What.</param>
/// <param name="Status"><c>ok</c>, <c>warn</c> (something optional is missing), <c>fail</c> (the program cannot do its work) or <c>skipped</c> (nothing there to look at).</param>
/// <param name="Detail">What was found.</param>
/// <param name="Fix">What helps; null when nothing needs to.</param>
internal sealed record DoctorCheck(string Name, string Status, string Detail, string? Fix);
