namespace SdCom.Edge.Fleet.Working;

/// <summary>What a node did lately. Safe for threads.</summary>
/// <param name="clock">The time.</param>
internal sealed class WorkMeter(TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(20);

    private readonly Lock gate = new();
    private readonly Queue<(long At, long Macs)> lately = [];
    private readonly long start = clock.GetTimestamp();
    private long clips, dead, again;
    private int inHand;

    /// <summary>Clips that were answered and stored.</summary>
    public long Clips => Interlocked.Read(ref clips);

    /// <summary>Jobs that were given to the dead letters.</summary>
    public long Dead => Interlocked.Read(ref dead);

    /// <summary>Attempts that are to be made again.</summary>
    public long Again => Interlocked.Read(ref again);

    /// <summary>Jobs that were taken and not settled.</summary>
    public int InHand => Volatile.Read(ref inHand);

    public void Taken() => Interlocked.Increment(ref inHand);

    /// <summary>Jobs went back to the broker by themselves.</summary>
    public void Lost() => Volatile.Write(ref inHand, 0);

    public void Settled(Outcome outcome)
    {
        Interlocked.Decrement(ref inHand);
        switch (outcome)
        {
            case Outcome.Answered answered:
                Interlocked.Increment(ref clips);
                lock (gate)
                    lately.Enqueue((clock.GetTimestamp(), answered.Result.Macs));
                break;
            case Outcome.Dead:
                Interlocked.Increment(ref dead);
                break;
            default:
                Interlocked.Increment(ref again);
                break;
        }
    }

    /// <summary>Clips and MACs a second over the last seconds.</summary>
    public (double ClipsPerSecond, long MacsPerSecond) Rates()
    {
        lock (gate)
        {
            while (lately.TryPeek(out (long At, long Macs) oldest) && clock.GetElapsedTime(oldest.At) > Window)
                lately.Dequeue();
            double seconds = Math.Clamp(clock.GetElapsedTime(start).TotalSeconds, 1, Window.TotalSeconds);
            return (lately.Count / seconds, (long)(lately.Sum(clip => clip.Macs) / seconds));
        }
    }
}
