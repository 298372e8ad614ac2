namespace SdCom.Edge.Fleet.Simulation;

/// <summary>The broker: quorum queues for clips and cameras, two streams, the nodes' reports and the cameras' events, each at its cost.</summary>
internal sealed class SimulatedBroker
{
    private const double Microsecond = 1e-6;

    private readonly EventQueue events;
    private readonly FleetScenario scenario;
    private readonly BrokerCosts costs;
    private readonly LinkedList<SimulatedClip> clips = [];
    private readonly Queue<Session> clipLine = [];
    private readonly CameraShard[] shards;
    private readonly HashSet<Session> sessions = [];
    private double waited;
    private readonly Station cores, clipQueue, results, submitted;

    public SimulatedBroker(EventQueue events, FleetScenario scenario, IEnumerable<SimulatedCamera> cameras)
    {
        this.events = events;
        this.scenario = scenario;
        costs = scenario.Broker;
        shards = [.. Enumerable.Range(0, scenario.CameraQueues).Select(number => new CameraShard(scenario.CameraQueues == 1 ? "camera queue" : $"camera queue {number}", costs))];
        foreach ((int index, SimulatedCamera camera) in cameras.Index())
            Put(camera, index % shards.Length);
        cores = new("broker's cores", costs.Cores);
        clipQueue = new("clip queue", 1);
        results = new("result stream", 1);
        submitted = new("submission stream", 1);
    }

    public bool IsUp { get; private set; } = true;

    /// <summary>Messages that passed, in both directions, confirms and acknowledgements included.</summary>
    public long Messages { get; private set; }

    public int Ready => clips.Count;

    public int Held { get; private set; }

    public int WaitingCameras => shards.Sum(shard => shard.Waiting.Count);

    public int Submitted { get; private set; }

    public int Answered { get; private set; }

    /// <summary>Answers that were stored although there was one.</summary>
    public int Duplicates { get; private set; }

    /// <summary>Jobs that came back to the queue.</summary>
    public int Returned { get; private set; }

    public int Dead { get; private set; }

    /// <summary>Mean seconds between submission and the beginning of a clip's work, over answered clips.</summary>
    public double MeanWait => waited / Math.Max(1, Answered);

    public IReadOnlyList<Station> Stations => [cores, clipQueue, .. shards.Select(shard => shard.Process), results, submitted];

    /// <summary>Bytes that it keeps for connections, channels and waiting messages.</summary>
    public double Bytes => (sessions.Count * (costs.ConnectionBytes + (2 * costs.ChannelBytes))) + (sessions.Sum(session => session.Leases.Count + 1) * costs.ChannelBytes) + ((clips.Count + Held + WaitingCameras) * costs.WaitingBytes);

    private double OneWay => costs.OneWayMilliseconds * 1e-3;

    /// <summary>Takes a clip job; false when it is down.</summary>
    public bool Submit()
    {
        if (!IsUp)
            return false;
        SimulatedClip clip = new() { SubmittedAt = events.Now };
        submitted.Serve(events.Now, costs.StreamMicroseconds * Microsecond);
        events.At(Charge(clipQueue, costs.QueueMicroseconds, messages: 2), () =>
        {
            clips.AddLast(clip); // confirmed means on disk: a restart does not lose it
            Submitted++;
            Dispatch();
        });
        return true;
    }

    /// <summary>A node's connection, and then its two consumers.</summary>
    public void Accept(SimulatedNode node, Action<Session> opened)
    {
        Session session = new(node) { Credit = scenario.Clips > 0 ? scenario.Prefetch : 0 };
        sessions.Add(session);
        double done = cores.Serve(events.Now, (costs.ConnectionMicroseconds + (2 * costs.ChannelMicroseconds)) * Microsecond);
        events.At(done + OneWay, () => opened(session));
    }

    /// <summary>The node asks for clips.</summary>
    public void Consume(Session session)
    {
        Line(session);
        Dispatch();
    }

    /// <summary>The node has room for a camera: a channel of its own waits for one, at the queue that the session names.</summary>
    public void AskForCamera(Session session)
    {
        int number = session.Shard;
        CameraShard shard = shards[number];
        events.At(Charge(shard.Process, shard.ConsumerMicroseconds, 2, costs.ChannelMicroseconds), () =>
        {
            if (!session.IsOpen || session.Shard != number)
                return;
            shard.Line.Enqueue(session);
            Grant(shard);
        });
        session.CameraConsumers[number] = session.CameraConsumers.GetValueOrDefault(number) + 1;
        shard.Consumers++;
    }

    /// <summary>A node that waits at one queue asks how much waits at another one.</summary>
    public void Look(Session session, int number, Action<int> told)
    {
        CameraShard shard = shards[number];
        events.At(Charge(shard.Process, costs.QueueMicroseconds, 2), () => Send(session, () => told(shard.Waiting.Count)));
    }

    /// <summary>The node waits at another queue from now on; false when a camera of the first is under way to it.</summary>
    public bool Move(Session session, int number)
    {
        if (!session.IsOpen || !session.IsWaiting)
            return false;
        CameraShard left = shards[session.Shard];
        Charge(left.Process, left.ConsumerMicroseconds, 2);
        left.Consumers--;
        session.CameraConsumers[session.Shard]--;
        session.Shard = number;
        AskForCamera(session);
        return true;
    }

    /// <summary>A node says how it is; everybody who watches is told.</summary>
    public void Report(Session session, Action confirmed) => events.At(Charge(null, 0, 2 + scenario.Watchers), () => Send(session, confirmed));

    /// <summary>A camera's event and its confirm, and the one consumer.</summary>
    public void Event() => Charge(null, 0, 3);

    /// <summary>A clip's answer: stored, confirmed, and only then is the job settled.</summary>
    public void Store(Session session, SimulatedClip clip) => events.At(Charge(results, costs.StreamMicroseconds, 2), () =>
    {
        if (!session.IsOpen)
            return; // the broker died with it
        if (clip.Results++ > 0)
        {
            Duplicates++;
        }
        else
        {
            Answered++;
            waited += clip.Waited;
        }

        clip.Recovery?.Mend(clip, events.Now);
        Send(session, () => session.Node.Send(session, () => Settle(session, clip)));
    });

    /// <summary>A connection ends: all that it held goes back, to the front.</summary>
    public void Close(Session session)
    {
        if (!session.IsOpen)
            return;
        session.IsOpen = false;
        sessions.Remove(session);
        foreach (SimulatedClip clip in session.Clips.Reverse())
        {
            Held--;
            if (clip.Returns++ >= scenario.DeliveryLimit)
            {
                Dead += clip.Results == 0 ? 1 : 0;
                continue;
            }

            Returned++;
            Charge(clipQueue, costs.QueueMicroseconds, 0);
            clips.AddFirst(clip);
        }

        foreach ((int number, int consumers) in session.CameraConsumers)
        {
            for (int i = 0; i < consumers; i++, shards[number].Consumers--)
                Charge(shards[number].Process, shards[number].ConsumerMicroseconds, 0);
        }

        foreach (SimulatedCamera camera in session.Leases)
            Put(camera, camera.Shard);

        if (!IsUp)
            return;
        Dispatch();
        foreach (CameraShard shard in shards)
            Grant(shard);
    }

    /// <summary>Dies. What it had confirmed is on its disk; every connection is gone, which the nodes see.</summary>
    public void Stop()
    {
        IsUp = false;
        foreach (Session session in sessions.ToArray())
        {
            Close(session);
            session.Node.Lost(session);
        }

        clipLine.Clear();
        foreach (CameraShard shard in shards)
            shard.Line.Clear();
        foreach (Station station in Stations)
            station.Reset();
    }

    public void Start() => IsUp = true;

    private void Settle(Session session, SimulatedClip clip) => events.At(Charge(clipQueue, costs.QueueMicroseconds, 1), () =>
    {
        if (!session.IsOpen || !session.Clips.Remove(clip))
            return;
        Held--;
        session.Credit++;
        Line(session);
        Dispatch();
    });

    private void Line(Session session)
    {
        if (session is { IsOpen: true, IsInLine: false, Credit: > 0 })
        {
            session.IsInLine = true;
            clipLine.Enqueue(session);
        }
    }

    // Deals clips in turn to those who may be sent more.
    private void Dispatch()
    {
        while (IsUp && clips.First is { } first && clipLine.TryDequeue(out Session? session))
        {
            session.IsInLine = false;
            if (!session.IsOpen || session.Credit == 0)
                continue;
            SimulatedClip clip = first.Value;
            clips.RemoveFirst();
            session.Credit--;
            session.Clips.Add(clip);
            Held++;
            events.At(Charge(clipQueue, costs.QueueMicroseconds, 1), () => Send(session, () => session.Node.Take(session, clip)));
            Line(session);
        }
    }

    private void Put(SimulatedCamera camera, int number)
    {
        camera.Shard = number;
        shards[number].Waiting.Enqueue(camera);
    }

    private void Grant(CameraShard shard)
    {
        while (IsUp && shard.Waiting.Count > 0 && shard.Line.TryDequeue(out Session? session))
        {
            if (!session.IsOpen || !session.IsWaiting || shards[session.Shard] != shard)
                continue; // gone, or at another queue
            SimulatedCamera camera = shard.Waiting.Dequeue();
            camera.Fence++;
            session.IsWaiting = false;
            session.Leases.Add(camera);
            events.At(Charge(shard.Process, costs.QueueMicroseconds, 1), () => Send(session, () => session.Node.Take(session, camera)));
        }
    }

    // To the node, if the network lets it pass.
    private void Send(Session session, Action arrives)
    {
        if (session.IsOpen)
            session.Node.Receive(session, OneWay, arrives);
    }

    // When work that begins now will be done: by a queue's own process and by the cores that all share.
    private double Charge(Station? queue, double queueMicroseconds, int messages, double more = 0)
    {
        Messages += messages;
        double own = queue?.Serve(events.Now, queueMicroseconds * Microsecond) ?? events.Now;
        return Math.Max(own, cores.Serve(events.Now, ((messages * costs.MessageMicroseconds) + more) * Microsecond));
    }
}
