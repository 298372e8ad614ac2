namespace SdCom.Edge.Runtime.Ledger;

/// <summary>
/// The last decisions of one camera with a histogram of their times, in memory: what a dashboard shows of the recent past. The recogniser copies a struct into a ring and counts;
/// readers take copies at their own pace.
/// </summary>
/// <param name="clock">Tells how long ago the last one was.</param>
public sealed class DecisionTimeline(TimeProvider clock)
{
    /// <summary>Decisions that are kept: five minutes at three a second.</summary>
    public const int Kept = 1024;

    private static readonly double[] Bounds = [1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 1000];

    private readonly object gate = new();
    private readonly LedgerEntry[] ring = new LedgerEntry[Kept];
    private readonly long[] histogram = new long[Bounds.Length + 1];
    private long count;
    private long? alive;

    /// <summary>Upper bounds of the histogram in milliseconds; what is longer is counted behind the last.</summary>
    public static IReadOnlyList<double> BoundsMs => Bounds;

    /// <summary>Told how many milliseconds each answer took, on the recogniser's thread; set it before the run.</summary>
    public Action<double>? Answered { get; set; }

    /// <summary>Decisions so far; the newest one has this number.</summary>
    public long Count
    {
        get
        {
            lock (gate)
                return count;
        }
    }

    /// <summary>The newest decision; null before the first.</summary>
    public LedgerEntry? Newest
    {
        get
        {
            lock (gate)
                return count == 0 ? null : ring[(count - 1) % Kept];
        }
    }

    /// <summary>Time since a frame was last decided about without a failure; null before the first.</summary>
    public TimeSpan? SilentFor
    {
        get
        {
            lock (gate)
                return alive is { } since ? clock.GetElapsedTime(since) : null;
        }
    }

    /// <summary>How many answers took so long: one count for each bound, and one for what is longer.</summary>
    public IReadOnlyList<long> Histogram
    {
        get
        {
            lock (gate)
                return [.. histogram];
        }
    }

    /// <summary>Notes a decision.</summary>
    public void Add(in LedgerEntry entry)
    {
        lock (gate)
        {
            ring[count++ % Kept] = entry;
            if (entry.Outcome != LedgerOutcome.Failed)
                alive = clock.GetTimestamp();
            if (entry.Outcome == LedgerOutcome.Answered)
                histogram[Bucket(entry.Milliseconds)]++;
        }

        if (entry.Outcome == LedgerOutcome.Answered)
            Answered?.Invoke(entry.Milliseconds);
    }

    /// <summary>The newest decisions with their numbers, oldest first.</summary>
    /// <param name="most">At most so many.</param>
    public IReadOnlyList<(long Number, LedgerEntry Entry)> Last(int most)
    {
        lock (gate)
        {
            long first = Math.Max(0, count - Math.Min(most, Kept));
            (long, LedgerEntry)[] entries = new (long, LedgerEntry)[count - first];
            for (int i = 0; i < entries.Length; i++)
                entries[i] = (first + i + 1, ring[(first + i) % Kept]);
            return entries;
        }
    }

    private static int Bucket(double milliseconds)
    {
        int bucket = 0;
        while (bucket < Bounds.Length && milliseconds > Bounds[bucket])
            bucket++;
        return bucket;
    }
}
