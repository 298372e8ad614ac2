using SdCom.Edge.Host.Reports;

namespace SdCom.Edge.Host.Doctor;

/// <summary>Makes the doctor's lines. Whatever is not well says its fix.</summary>
internal static class Check
{
    public static DoctorCheck Ok(string name, string detail) => new(name, "ok", detail, null);

    /// <summary>Nobody needs it who asks for nothing of the kind.</summary>
    public static DoctorCheck Skipped(string name, string detail, string? fix = null) => new(name, "skipped", detail, fix);

    public static DoctorCheck Warn(string name, string detail, string fix) => new(name, "warn", detail, fix);

    public static DoctorCheck Fail(string name, string detail, string fix) => new(name, "fail", detail, fix);

    /// <summary>Whatever breaks on the way is a line of the report and not the end of it.</summary>
    public static DoctorCheck Try(string name, string fix, Func<DoctorCheck> check)
    {
        try
        {
            return check();
        }
        catch (Exception problem) when (problem is not OutOfMemoryException) // whatever it is, the user hears of it and of the rest
        {
            return Fail(name, (problem.InnerException ?? problem).Message.ReplaceLineEndings(" "), fix);
        }
    }
}
