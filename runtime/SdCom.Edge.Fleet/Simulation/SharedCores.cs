namespace SdCom.Edge.Fleet.Simulation;

/// <summary>
/// The cores of one machine, shared evenly by the clips that run on them (processor sharing). With n clips on c cores each gets min(1, c / n) of one,
/// less what busy cores take from each other: caches, memory, clock rate.
/// </summary>
/// <param name="events">The world's time.</param>
/// <param name="cores">How many there are.</param>
/// <param name="efficiency">What all cores together do, over as many lone ones: 1 when they do not feel each other.</param>
internal sealed class SharedCores(EventQueue events, double cores, double efficiency)
{
    private readonly List<Running> clips = [];
    private double reserved;
    private double since;
    private long version;

    /// <summary>Seconds of one core's work that were done for clips.</summary>
    public double Work { get; private set; }

    /// <summary>Puts cores aside for cameras, which come first; what is left is the clips'.</summary>
    public void Reserve(double more)
    {
        Advance();
        reserved += more;
        Plan();
    }

    /// <summary>Begins a clip of so many seconds on a core of its own.</summary>
    public object Begin(double seconds, Action done)
    {
        Advance();
        Running clip = new(done) { Remaining = seconds };
        clips.Add(clip);
        Plan();
        return clip;
    }

    /// <summary>Gives a clip up.</summary>
    public void Abandon(object clip)
    {
        Advance();
        clips.Remove((Running)clip);
        Plan();
    }

    // What a clip's core does in a second.
    private double Rate()
    {
        double free = Math.Max(cores - reserved, cores * 1e-3); // cameras may take nearly all, and no clip stands still for ever
        double busy = Math.Min(clips.Count + reserved, cores);
        double feel = cores <= 1 ? 1 : 1 - ((1 - efficiency) * Math.Max(0, busy - 1) / (cores - 1));
        return feel * Math.Min(1, free / clips.Count);
    }

    private void Advance()
    {
        double passed = events.Now - since;
        since = events.Now;
        if (clips.Count == 0 || passed <= 0)
            return;
        double done = passed * Rate();
        Work += done * clips.Count;
        foreach (Running clip in clips)
            clip.Remaining -= done;
    }

    private void Plan()
    {
        long current = ++version;
        if (clips.Count == 0)
            return;
        Running first = clips.MinBy(clip => clip.Remaining)!;
        events.After(Math.Max(0, first.Remaining) / Rate(), () =>
        {
            if (current != version)
                return;
            Advance();
            clips.Remove(first);
            Plan();
            first.Done();
        });
    }

    private sealed class Running(Action done)
    {
        public double Remaining { get; set; }

        public Action Done => done;
    }
}
