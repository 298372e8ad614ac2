namespace SdCom.Edge.Fleet.Simulation;

/// <summary>A clip on its way.</summary>
internal sealed class SimulatedClip
{
    public double SubmittedAt { get; init; }

    /// <summary>Seconds until it was first begun; negative before.</summary>
    public double Waited { get; set; } = -1;

    /// <summary>How often it came back to the queue.</summary>
    public int Returns { get; set; }

    /// <summary>How often its answer was stored; readers take the first.</summary>
    public int Results { get; set; }

    /// <summary>What befell the node that held it, until its answer is there.</summary>
    public Recovery? Recovery { get; set; }
}

/// <summary>A camera and who runs it.</summary>
internal sealed class SimulatedCamera
{
    /// <summary>Deliveries of its message: the number that consumers tell stale events by.</summary>
    public int Fence { get; set; }

    /// <summary>The number of its queue.</summary>
    public int Shard { get; set; }

    /// <summary>Nodes that publish events of it now.</summary>
    public int Publishers { get; set; }

    /// <summary>Whether it ever ran.</summary>
    public bool HasRun { get; set; }

    /// <summary>Since when nobody sees its events; negative while somebody does.</summary>
    public double DownSince { get; set; } = -1;

    public Recovery? Recovery { get; set; }
}

/// <summary>What a fault left to be mended.</summary>
/// <param name="fault">The fault.</param>
internal sealed class Recovery(Fault fault)
{
    private int camerasLeft;
    private int clipsLeft;

    public Fault Fault => fault;

    /// <summary>Cameras that it stopped.</summary>
    public int Cameras { get; private set; }

    /// <summary>Clips that it sent back to the queue, without those whose answer was stored.</summary>
    public int Clips { get; private set; }

    /// <summary>Seconds from the fault until its last camera ran again; not a number while one does not.</summary>
    public double CameraSeconds { get; private set; }

    /// <summary>Seconds from the fault until the last clip that it returned to the queue was answered.</summary>
    public double ClipSeconds { get; private set; }

    public void Lose(SimulatedCamera camera)
    {
        if (camera.Recovery is not null)
            return; // an earlier fault's, which is not mended yet
        camera.Recovery = this;
        Cameras++;
        camerasLeft++;
        CameraSeconds = double.NaN;
    }

    public void Lose(SimulatedClip clip)
    {
        if (clip.Results > 0 || clip.Recovery is not null)
            return;
        clip.Recovery = this;
        Clips++;
        clipsLeft++;
        ClipSeconds = double.NaN;
    }

    public void Mend(SimulatedCamera camera, double now)
    {
        camera.Recovery = null;
        if (--camerasLeft == 0)
            CameraSeconds = now - fault.At;
    }

    public void Mend(SimulatedClip clip, double now)
    {
        clip.Recovery = null;
        if (--clipsLeft == 0)
            ClipSeconds = now - fault.At;
    }
}
