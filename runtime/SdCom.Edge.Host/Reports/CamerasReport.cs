namespace SdCom.Edge.Host.Reports;

/// <summary>What <c>bench --cameras --json</c> prints.</summary>
internal sealed record CamerasReport
{
    public required string Model { get; init; }

    /// <summary>Time between two frames of a camera that are answered.</summary>
    public required int SamplingMs { get; init; }

    /// <summary>The gate's price: the one that the profile's budget pays for one camera, or the model's default.</summary>
    public required double Price { get; init; }

    /// <summary>Size of the frames that went in.</summary>
    public required string Frame { get; init; }

    /// <summary>Mean time of a frame, one after another on one thread, in the quietest of four passes.</summary>
    public required double FrameMs { get; init; }

    public required double MacsPerFrame { get; init; }

    /// <summary>The most cameras on one engine thread with no frame dropped and 99 of 100 answers out before their camera's next frame was due.</summary>
    public required int CamerasPerCore { get; init; }

    /// <summary>From taking a frame from its camera to its answer, with so many cameras.</summary>
    public required double MedianLatencyMs { get; init; }

    public required double P99LatencyMs { get; init; }

    /// <summary>One camera whose every frame is answered.</summary>
    public SingleCameraReport? Single { get; init; }
}

/// <summary>A single generated camera, drawn while it runs, every frame due.</summary>
/// <param name="FramesPerSecond">Its rate.</param>
/// <param name="Threads">Threads of the engine.</param>
/// <param name="Frames">What became of its frames.</param>
/// <param name="MedianLatencyMs">From taking a frame to its answer.</param>
/// <param name="P99LatencyMs">The same of the slowest one in a hundred.</param>
internal sealed record SingleCameraReport(double FramesPerSecond, int Threads, FramesReport Frames, double MedianLatencyMs, double P99LatencyMs);
