using System.Diagnostics;
using System.Globalization;

namespace SdCom.Edge.Host;

/// <summary>When the program started, before .NET was there.</summary>
internal static class ProgramStart
{
    /// <summary>Milliseconds from the program's start to a timestamp of the system's clock; null for a moment that never came.</summary>
    public static double? MillisecondsTo(long? timestamp)
    {
        if (timestamp is not { } moment)
            return null;
        using Process self = Process.GetCurrentProcess();
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        DateTimeOffset start = Of(self.StartTime, Environment.GetEnvironmentVariable("SDCOM_STARTED"), now);
        return (now - start - TimeProvider.System.GetElapsedTime(moment)).TotalMilliseconds;
    }

    /// <summary>
    /// The kernel counts a process from its fork: where <c>./sdcom</c> built for a minute and then became this program, that minute would count, too. So the script
    /// says when it is done.
    /// </summary>
    /// <param name="process">The process's start.</param>
    /// <param name="word">What the script says, in microseconds since 1970; believed when it lies between the start and now.</param>
    /// <param name="now">The present.</param>
    internal static DateTimeOffset Of(DateTimeOffset process, string? word, DateTimeOffset now)
    {
        if (!long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds) || microseconds > now.ToUnixTimeMilliseconds() * 1000)
            return process;
        DateTimeOffset said = DateTimeOffset.UnixEpoch.AddMicroseconds(microseconds);
        return said > process ? said : process;
    }
}
