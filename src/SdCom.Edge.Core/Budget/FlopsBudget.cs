namespace SdCom.Edge.Core.Budget;

/// <summary>
/// A token bucket of MACs. Over any window of length t the spend is at most rate x t + capacity: the bucket never holds more than its capacity and is never overdrawn.
/// Whole numbers only, so that months of running lose nothing. One caller at a time.
/// </summary>
public sealed class FlopsBudget
{
    private readonly TimeProvider? time;
    private long clock; // highest timestamp seen: a clock that jumps back refills nothing twice
    private long remainder; // of a MAC, in units of 1/frequency

    private FlopsBudget(long rate, long capacity, long available, TimeProvider? time)
    {
        Rate = rate;
        Capacity = capacity;
        Available = available;
        Limit = capacity;
        this.time = time;
        clock = time?.GetTimestamp() ?? 0;
    }

    /// <summary>Whether it refills with time, and not with every frame.</summary>
    public bool RefillsWithTime => time is not null;

    /// <summary>MACs that flow in each second, or each frame.</summary>
    public long Rate { get; }

    /// <summary>The most that the bucket holds: MACs that may be spent at once after a quiet time.</summary>
    public long Capacity { get; }

    /// <summary>The share of rate and capacity that is left while the device must spare itself; 1 is all.</summary>
    public double Share { get; private set; } = 1;

    /// <summary>The most that it holds now: <see cref="Capacity"/> or, while narrowed, a share of it.</summary>
    public long Limit { get; private set; }

    /// <summary>MACs that may be spent now.</summary>
    public long Available { get; private set; }

    private long Flow => Share < 1 ? (long)(Rate * Share) : Rate;

    /// <summary>Refills with time and starts full, so that the first frame is answered at once.</summary>
    /// <param name="macsPerSecond">The lasting rate.</param>
    /// <param name="burstMacs">The capacity; at least the cheapest frame's cost, or nothing ever runs.</param>
    /// <param name="time">Its monotonic timestamps are used, never the wall clock.</param>
    public static FlopsBudget PerSecond(long macsPerSecond, long burstMacs, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(macsPerSecond);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(burstMacs);
        ArgumentNullException.ThrowIfNull(time);
        return new FlopsBudget(macsPerSecond, burstMacs, burstMacs, time);
    }

    /// <summary>Refills once a frame and starts empty, so that the mean of the frames so far never exceeds <paramref name="macsPerFrame"/>.</summary>
    /// <param name="macsPerFrame">The refill of each frame.</param>
    /// <param name="burstMacs">The capacity: what cheap frames may save up for dear ones.</param>
    public static FlopsBudget PerFrame(long macsPerFrame, long burstMacs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(macsPerFrame);
        ArgumentOutOfRangeException.ThrowIfLessThan(burstMacs, macsPerFrame);
        return new FlopsBudget(macsPerFrame, burstMacs, 0, null);
    }

    /// <summary>A bucket that every width fits, for runs without a budget.</summary>
    public static FlopsBudget Unlimited() => new(long.MaxValue, long.MaxValue, long.MaxValue, null);

    /// <summary>Narrows rate and capacity to a share of what was promised, or widens them again; the promise itself stays kept.</summary>
    /// <param name="share">Above 0, at most 1.</param>
    /// <param name="least">What it holds at least, so that a frame can still be paid for.</param>
    public void Narrow(double share, long least)
    {
        if (!(share is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "share must be above 0 and at most 1.");
        Share = share;
        Limit = share < 1 ? Math.Min(Capacity, Math.Max(least, (long)(Capacity * share))) : Capacity;
        Available = Math.Min(Available, Limit);
    }

    /// <summary>A frame begins: takes in what has flowed since the last call. Returns the timestamp to which the bucket is filled, or 0 without a clock.</summary>
    public long NextFrame()
    {
        if (time is null)
        {
            Available += Math.Min(Flow, Limit - Available);
            return 0;
        }

        long now = time.GetTimestamp();
        if (now > clock)
        {
            // In units of 1/frequency MACs: nothing is rounded away.
            (Int128 whole, Int128 rest) = Int128.DivRem(((Int128)(now - clock) * Flow) + remainder, time.TimestampFrequency);
            clock = now;
            bool full = whole >= Limit - Available;
            Available = full ? Limit : Available + (long)whole;
            remainder = full ? 0 : (long)rest;
        }

        return clock;
    }

    /// <summary>
    /// Takes another bucket's place in the middle of a run, with what that one holds and no more: whoever changes buckets wins nothing by it. In another unit the same share of it is taken;
    /// a bucket that refills with every frame begins empty then, since its promise is about all of its frames.
    /// </summary>
    /// <param name="other">The bucket before, filled up to now by <see cref="NextFrame"/>.</param>
    /// <param name="sameUnit">Whether both count the same.</param>
    public void Replace(FlopsBudget other, bool sameUnit)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (sameUnit)
            Available = Math.Min(Limit, other.Available);
        else
            Available = RefillsWithTime ? (long)(Limit * ((double)other.Available / other.Limit)) : 0;
    }

    /// <summary>Whether the bucket holds this many MACs.</summary>
    public bool CanSpend(long macs) => macs <= Available;

    /// <summary>Takes MACs out.</summary>
    /// <exception cref="InvalidOperationException">The bucket does not hold them; ask <see cref="CanSpend"/> first.</exception>
    public void Spend(long macs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(macs);
        if (!CanSpend(macs))
            throw new InvalidOperationException($"the budget holds {Available} MACs, {macs} were to be spent.");
        Available -= macs;
    }
}
