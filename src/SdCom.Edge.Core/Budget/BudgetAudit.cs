namespace SdCom.Edge.Core.Budget;

/// <summary>
/// Checks a budget from outside: it sees the spends and their times, never the bucket, and reports by how much the worst window broke the promise
/// "at most rate x t + capacity", or, frame by frame, the worst mean broke "at most rate x frames".
/// </summary>
public sealed class BudgetAudit
{
    private readonly long rate;
    private readonly long capacity;
    private readonly long frequency; // 0: the clock counts frames
    private Int128 excess; // of the worst window that ends now, in MACs x frequency
    private Int128 worst;
    private long last;
    private bool started;

    private BudgetAudit(long rate, long capacity, long frequency)
    {
        this.rate = rate;
        this.capacity = capacity;
        this.frequency = frequency;
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
            excess += macs - (Int128)rate; // the window is always the whole run
        }
        else
        {
            // The worst window that ends here either began earlier, and has lasted for longer, or begins with this spend.
            Int128 flowed = started ? (Int128)(timestamp - last) * rate : 0;
            excess = Int128.Max(excess - flowed, 0) + ((Int128)macs * frequency);
            last = timestamp;
            started = true;
        }

        worst = Int128.Max(worst, excess - ((Int128)capacity * Unit));
    }
}
