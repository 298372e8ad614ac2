namespace SdCom.Edge.Core.Budget;

/// <summary>
/// Checks a budget from outside: it sees the spends and their times, never the bucket, and reports by how much the worst window broke the promise
/// "at most rate x t + capacity", or, frame by frame, the worst mean broke "at most rate x frames".
/// </summary>
public sealed class BudgetAudit
{
    private readonly long frequency; // 0: the clock counts frames
    private long rate;
    private long capacity;
    private Int128 balance; // of the worst window that ends now: its spend less what was promised when it began and what has flowed since, in MACs x frequency
    private Int128 worst; // above 0
    private long last;
    private bool started;

    private BudgetAudit(long rate, long capacity, long frequency)
    {
        this.rate = rate;
        this.capacity = capacity;
        this.frequency = frequency;
        balance = -(Int128)capacity * Unit;
    }

    /// <summary>MACs of all spends.</summary>
    public long Spent { get; private set; }

    /// <summary>MACs over what was promised in the worst window so far; 0 when the promise was kept.</summary>
    public long Overshoot => (long)((worst + Unit - 1) / Unit);

    private long Unit => Math.Max(1, frequency);

    /// <summary>Audits <see cref="FlopsBudget.PerSecond"/>.</summary>
    public static BudgetAudit PerSecond(long macsPerSecond, long burstMacs, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return new BudgetAudit(macsPerSecond, burstMacs, time.TimestampFrequency);
    }

    /// <summary>Audits <see cref="FlopsBudget.PerFrame"/>.</summary>
    public static BudgetAudit PerFrame(long macsPerFrame) => new(macsPerFrame, 0, 0);

    /// <summary>Sees what one frame cost (0 for a frame that was skipped).</summary>
    /// <param name="timestamp">When it was spent, as <see cref="FlopsBudget.NextFrame"/> told; not used when frames are counted.</param>
    /// <param name="macs">Its MACs.</param>
    public void Record(long timestamp, long macs)
    {
        Spent += macs;
        if (frequency == 0)
        {
            balance += macs - (Int128)rate; // the window is always the whole run
        }
        else
        {
            // The worst window that ends here either began earlier, and has lasted for longer, or begins with this spend.
            Flow(timestamp);
            balance = Int128.Max(balance, -(Int128)capacity * frequency) + ((Int128)macs * frequency);
        }

        worst = Int128.Max(worst, balance);
    }

    /// <summary>The promise changes now: a window that began before holds what was promised then, and what has flowed at each rate in its time.</summary>
    /// <param name="timestamp">When, as in <see cref="Record"/>.</param>
    /// <param name="newRate">MACs a second, or a frame.</param>
    /// <param name="newCapacity">MACs at once; not used when frames are counted.</param>
    public void Change(long timestamp, long newRate, long newCapacity)
    {
        if (started)
            Flow(timestamp);
        (rate, capacity) = (newRate, frequency == 0 ? 0 : newCapacity);
        if (!started && frequency > 0)
            balance = -(Int128)capacity * frequency; // no window has begun
    }

    private void Flow(long timestamp)
    {
        balance -= started ? (Int128)(timestamp - last) * rate : 0;
        (last, started) = (timestamp, true);
    }
}
