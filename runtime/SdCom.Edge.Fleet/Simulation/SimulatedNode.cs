namespace SdCom.Edge.Fleet.Simulation;

/// <summary>A worker: clips on its lanes, cameras by lease, a report with every heartbeat.</summary>
/// <param name="world">Where it lives.</param>
/// <param name="cores">The cores of its machine, which it may share with other workers.</param>
/// <param name="place">Its number; it waits for cameras first at the queue that this names.</param>
internal sealed class SimulatedNode(World world, SharedCores cores, int place)
{
    private readonly Queue<SimulatedClip> waiting = [];
    private readonly Dictionary<SimulatedClip, object> running = [];
    private readonly HashSet<SimulatedCamera> leases = [];
    private readonly HashSet<SimulatedCamera> publishing = [];
    private Session? session;
    private Session? left; // the broker may still keep it
    private double confirmed; // when the last report was sent that the broker confirmed
    private int attempts;
    private int life;

    public bool IsAlive { get; private set; }

    public bool IsConnected => session is not null;

    public bool IsCutOff { get; private set; }

    private EventQueue Events => world.Events;

    private FleetScenario Scenario => world.Scenario;

    private double OneWay => Scenario.Broker.OneWayMilliseconds * 1e-3;

    /// <summary>The process starts.</summary>
    public void Start(double delay)
    {
        IsAlive = true;
        int current = ++life;
        Events.After(delay, () =>
        {
            if (current == life)
                Connect();
        });
    }

    /// <summary>SIGKILL: the kernel closes the connection at once, unless nothing passes.</summary>
    public void Kill(Recovery recovery)
    {
        life++;
        IsAlive = false;
        Leave(recovery);
        Close();
    }

    /// <summary>Nothing passes any more, and nobody is told.</summary>
    public void CutOff(Recovery recovery)
    {
        IsCutOff = true;
        if (session is not { } quiet)
            return;
        // The last of the AMQP heartbeats, of which one is sent every half of the interval.
        double lastByte = Events.Now - (world.Random.NextDouble() * Scenario.Heartbeat / 2);
        Events.At(lastByte + (2 * Scenario.Heartbeat), () =>
        {
            if (IsCutOff)
                world.Broker.Close(quiet);
        });
        foreach (SimulatedCamera camera in publishing)
        {
            recovery.Lose(camera);
            camera.DownSince = Events.Now;
        }

        foreach (SimulatedClip clip in quiet.Clips)
            recovery.Lose(clip);
    }

    /// <summary>What was on the way arrives, if both sides still keep the connection.</summary>
    public void Reconnect()
    {
        IsCutOff = false;
        Close();
        if (session is not { IsOpen: true } kept)
            return;
        foreach (SimulatedCamera camera in publishing)
        {
            camera.DownSince = -1;
            camera.Recovery?.Mend(camera, Events.Now);
        }

        Action[] late = [.. kept.HeldUp];
        kept.HeldUp.Clear();
        foreach (Action arrives in late)
            Events.After(OneWay, arrives);
    }

    /// <summary>The broker closed the connection.</summary>
    public void Lost(Session lost)
    {
        if (session == lost && !IsCutOff)
            Events.After(OneWay, () => Drop(lost));
    }

    /// <summary>A clip arrives.</summary>
    public void Take(Session from, SimulatedClip clip)
    {
        waiting.Enqueue(clip);
        Work(from);
    }

    /// <summary>A camera's lease arrives; its picture comes a little later.</summary>
    public void Take(Session from, SimulatedCamera camera)
    {
        leases.Add(camera);
        cores.Reserve(Scenario.CoresPerCamera);
        int fence = camera.Fence;
        Events.After(Scenario.CameraStart, () =>
        {
            if (session == from && leases.Contains(camera) && camera.Fence == fence)
            {
                publishing.Add(camera);
                world.Begin(camera);
            }
        });
        Ask(from);
    }

    /// <summary>To the broker, if the network lets it pass and the broker still keeps the connection.</summary>
    public void Send(Session through, Action arrives) => Pass(through, OneWay, () =>
    {
        if (through.IsOpen)
            arrives();
    });

    /// <summary>From the broker; what belongs to a connection that is over goes nowhere.</summary>
    public void Receive(Session through, double delay, Action arrives) => Pass(through, delay, () =>
    {
        if (session == through)
            arrives();
    });

    private void Pass(Session through, double delay, Action arrives)
    {
        if (IsCutOff)
            through.HeldUp.Add(arrives);
        else
            Events.After(delay, arrives);
    }

    // Connected: it asks for work and begins to report.
    private void Opened(Session opened)
    {
        if (!opened.IsOpen || IsCutOff)
        {
            world.Broker.Close(opened);
            Retry();
            return;
        }

        session = opened;
        attempts = 0;
        confirmed = Events.Now;
        Send(opened, () => world.Broker.Consume(opened));
        opened.Shard = place % Scenario.CameraQueues;
        Ask(opened);
        Report(opened);
        if (Scenario.CameraQueues > 1 && Scenario.Cameras > 0)
            LookAround(opened, opened.Shard);
        Watch(opened);
    }

    private void Connect()
    {
        if (world.Broker.IsUp && !IsCutOff)
        {
            int current = life;
            Events.After(OneWay, () =>
            {
                if (current != life)
                    return;
                if (world.Broker.IsUp)
                    world.Broker.Accept(this, opened => Greet(opened, current));
                else
                    Retry();
            });
        }
        else
        {
            Retry();
        }
    }

    private void Greet(Session opened, int current)
    {
        if (current == life)
            Opened(opened);
        else
            world.Broker.Close(opened); // the process that asked is gone
    }

    private void Retry()
    {
        double wait = Math.Min(Scenario.FirstWait * Math.Pow(2, attempts++), Scenario.LongestWait);
        int current = life;
        Events.After(wait * (0.5 + (world.Random.NextDouble() / 2)), () =>
        {
            if (current == life && session is null)
                Connect();
        });
    }

    private void Ask(Session with)
    {
        if (leases.Count < Scenario.CamerasPerNode && Scenario.Cameras > 0)
            Send(with, () => Wait(with));
    }

    private void Wait(Session with)
    {
        with.IsWaiting = true;
        world.Broker.AskForCamera(with);
    }

    // As CameraRounds does it: where cameras wait and nobody takes them, this node goes.
    private void LookAround(Session with, int before) => Events.After(Scenario.Heartbeat / 4, () =>
    {
        if (session != with)
            return;
        int next = (before + 1) % Scenario.CameraQueues;
        if (with.IsWaiting && next != with.Shard)
        {
            Send(with, () => world.Broker.Look(with, next, waiting =>
            {
                if (waiting > 0)
                    Send(with, () => world.Broker.Move(with, next));
            }));
        }

        LookAround(with, next);
    });

    private void Report(Session with)
    {
        if (session != with)
            return;
        double sent = Events.Now;
        Send(with, () => world.Broker.Report(with, () =>
        {
            confirmed = sent;
            Watch(with);
        }));
        Events.After(Scenario.Heartbeat, () => Report(with));
    }

    // Two heartbeats, less a margin, after the last report that the broker is known to have: from then on the cameras may be somebody else's.
    private void Watch(Session with)
    {
        double known = confirmed;
        Events.At(known + (2 * Scenario.Heartbeat) - Scenario.Margin, () =>
        {
            if (session != with || confirmed != known)
                return;
            Drop(with);
            Close();
        });
    }

    private void Work(Session from)
    {
        while (running.Count < Scenario.Lanes && waiting.TryDequeue(out SimulatedClip? clip))
        {
            SimulatedClip next = clip;
            if (next.Waited < 0)
                next.Waited = Events.Now - next.SubmittedAt;
            running[next] = cores.Begin(Scenario.ClipTimes.Draw(world.Random), () =>
            {
                running.Remove(next);
                Send(from, () => world.Broker.Store(from, next));
                Work(from);
            });
        }
    }

    private void Drop(Session lost)
    {
        if (session != lost)
            return;
        Leave(world.Lapses);
        Retry();
    }

    // Tells the broker that it is gone, if the network lets that pass.
    private void Close()
    {
        if (left is not { } gone || IsCutOff)
            return;
        left = null;
        Events.After(OneWay, () => world.Broker.Close(gone));
    }

    // Everything that it had is over: clips are given up, cameras stop.
    private void Leave(Recovery recovery)
    {
        foreach (SimulatedCamera camera in publishing)
        {
            recovery.Lose(camera);
            world.End(camera);
        }

        foreach (SimulatedClip clip in session?.Clips ?? [])
            recovery.Lose(clip);

        foreach (object clip in running.Values)
            cores.Abandon(clip);
        cores.Reserve(-Scenario.CoresPerCamera * leases.Count);
        leases.Clear();
        publishing.Clear();
        running.Clear();
        waiting.Clear();
        left = session ?? left;
        session = null;
    }
}
