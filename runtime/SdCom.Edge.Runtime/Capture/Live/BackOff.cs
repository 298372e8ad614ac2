namespace SdCom.Edge.Runtime.Capture.Live;

/// <summary>
/// How long to wait before each new attempt: up to twice as long as before, up to a limit. Chance takes off up to half, so that many
/// devices that lost one server do not all come back at the same moment.
/// </summary>
/// <param name="first">The longest first wait.</param>
/// <param name="longest">The longest wait of all.</param>
/// <param name="chance">The jitter.</param>
public sealed class BackOff(TimeSpan first, TimeSpan longest, Random chance)
{
    private int failures;

    /// <summary>The wait before the next attempt.</summary>
    public TimeSpan Next()
    {
        TimeSpan wait = first;
        for (int i = 0; i < failures && wait < longest; i++)
            wait *= 2;
        failures++;
        return (wait < longest ? wait : longest) * (1 - (chance.NextDouble() / 2));
    }

    /// <summary>All is well: the next failure is a first one again.</summary>
    public void Reset() => failures = 0;
}
