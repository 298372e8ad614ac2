using System.Diagnostics;

namespace SdCom.Edge.Host;

/// <summary>When this process started, as the kernel counts it: before .NET was there.</summary>
internal static class ProgramStart
{
    /// <summary>Milliseconds from the start of the process to a timestamp of the system's clock; null for a moment that never came.</summary>
    public static double? MillisecondsTo(long? timestamp)
    {
        if (timestamp is not { } moment)
            return null;
        using Process self = Process.GetCurrentProcess();
        TimeSpan sinceStart = TimeProvider.System.GetUtcNow() - self.StartTime.ToUniversalTime();
        return (sinceStart - TimeProvider.System.GetElapsedTime(moment)).TotalMilliseconds;
    }
}
