namespace SdCom.Edge.Fleet.Simulation;

/// <summary>Something that works through what is given to it in order of arrival, on one or several equal servers: the broker's cores, the one process of a queue.</summary>
/// <param name="name">What it is called in reports.</param>
/// <param name="servers">How many things it does at once.</param>
internal sealed class Station(string name, int servers)
{
    private readonly double[] freeAt = new double[servers]; // seconds

    public string Name => name;

    /// <summary>Seconds of work that were given to it, over all servers.</summary>
    public double Work { get; private set; }

    public int Servers => servers;

    /// <summary>Takes a piece of work and tells when it will be done.</summary>
    public double Serve(double now, double seconds)
    {
        int first = 0;
        for (int i = 1; i < freeAt.Length; i++)
        {
            if (freeAt[i] < freeAt[first])
                first = i;
        }

        Work += seconds;
        return freeAt[first] = Math.Max(now, freeAt[first]) + seconds;
    }

    /// <summary>Forgets what it had to do, as a process that was killed.</summary>
    public void Reset() => Array.Clear(freeAt);
}
