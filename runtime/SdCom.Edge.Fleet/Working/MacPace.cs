namespace SdCom.Edge.Fleet.Working;

/// <summary>Keeps clips to what a budget leaves them: each is followed by a rest until its MACs have flowed in again. Over any longer time the mean is at most the rate, and a clip more.</summary>
/// <param name="macsPerSecond">What is left for clips now; null sets no limit.</param>
/// <param name="clock">The time.</param>
internal sealed class MacPace(Func<long?> macsPerSecond, TimeProvider clock)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1); // then what is left is asked for again
    private double owed; // MACs that have not flowed in yet
    private long last = clock.GetTimestamp();

    /// <summary>A clip took so many.</summary>
    public void Spend(long macs)
    {
        Flow();
        owed += macs;
    }

    /// <summary>How long to rest before the next clip, or before asking again; zero when it may begin.</summary>
    public TimeSpan Rest()
    {
        Flow();
        if (macsPerSecond() is not { } rate || (owed <= 0 && rate > 0))
            return TimeSpan.Zero;
        return rate <= 0 || owed / rate > Longest.TotalSeconds ? Longest : TimeSpan.FromSeconds(owed / rate);
    }

    private void Flow()
    {
        double seconds = clock.GetElapsedTime(last).TotalSeconds;
        last = clock.GetTimestamp();
        owed = Math.Max(0, owed - (Math.Max(0, macsPerSecond() ?? 0) * seconds));
    }
}
