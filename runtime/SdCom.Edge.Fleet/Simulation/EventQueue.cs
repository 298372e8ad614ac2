namespace SdCom.Edge.Fleet.Simulation;

/// <summary>The future of a simulated world: what happens when. Things that happen at the same time happen in the order in which they were planned, so that a seed gives one world and no other.</summary>
internal sealed class EventQueue
{
    private readonly PriorityQueue<Action, (double Time, long Number)> future = new();
    private long planned;

    /// <summary>Seconds since the beginning.</summary>
    public double Now { get; private set; }

    /// <summary>Events that happened.</summary>
    public long Count { get; private set; }

    /// <summary>Plans something; a time that has passed means now.</summary>
    public void At(double time, Action happens) => future.Enqueue(happens, (Math.Max(time, Now), planned++));

    /// <summary>Plans something after a delay in seconds.</summary>
    public void After(double delay, Action happens) => At(Now + delay, happens);

    /// <summary>Plans something again and again, first after one period.</summary>
    public void Every(double period, Action happens) => After(period, () =>
    {
        happens();
        Every(period, happens);
    });

    /// <summary>Lets time pass up to a moment, or until a condition holds.</summary>
    public void Run(double end, Func<bool> isOver)
    {
        while (!isOver() && future.TryPeek(out _, out (double Time, long Number) next) && next.Time <= end)
        {
            Action happens = future.Dequeue();
            Now = next.Time;
            Count++;
            happens();
        }

        if (!isOver())
            Now = Math.Max(Now, end);
    }
}
