using SdCom.Edge.Host.Reports;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Outputs;
using SdCom.Edge.Runtime.Recognition;

namespace SdCom.Edge.Host.Bench;

/// <summary>
/// How many cameras one core carries: generated scenes, drawn before, are sampled as the model samples, by more and more cameras in one run, until a frame is dropped or more than one
/// answer in a hundred leaves after the camera's next frame was due. And how soon a single camera of 30 frames a second is answered when every frame is due.
/// </summary>
internal sealed class CameraBench : IDisposable
{
    private const double SingleRate = 30;
    private const int FrameWidth = 640, FrameHeight = 480;
    private const int FramesOfGesture = 12;
    private const int MostCameras = 512;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);
    private static readonly string[] Programme = ["move_to_left", "move_ahead", "idle", "slow_down"]; // plain ones and hard ones

    private readonly ModelSetup setup;
    private readonly TimeSpan interval;
    private readonly TimeSpan time;
    private readonly CancellationToken cancel;
    private readonly double price;
    private readonly List<Frame> frames = [];

    /// <param name="setup">The model, on as many threads as are to be measured.</param>
    /// <param name="time">How long each number of cameras is tried.</param>
    /// <param name="cancel">Stops measuring.</param>
    public CameraBench(ModelSetup setup, TimeSpan time, CancellationToken cancel)
    {
        this.setup = setup;
        this.time = time;
        this.cancel = cancel;
        interval = TimeSpan.FromMilliseconds(setup.Model.Manifest.SegmentIntervalMs);
        price = setup.CreateAllowance(TimeProvider.System).Price ?? setup.Model.Manifest.DefaultPrice;
        using SyntheticSource actor = new(Programme, FramesOfGesture * interval, 7, TimeProvider.System, FrameWidth, FrameHeight);
        for (int i = 0; i < FramesOfGesture * Programme.Length; i++)
        {
            Frame frame = new() { Time = i * interval };
            actor.TryRetrieve(frame);
            frame.Seal();
            frames.Add(frame);
        }
    }

    /// <summary>The most cameras that this setup carries.</summary>
    public CamerasReport MeasureMany(Action<int> tried)
    {
        double frameMs = MeanFrameMs();
        int most = (int)Math.Clamp(interval.TotalMilliseconds / frameMs, 1, MostCameras);
        RunSummary summary;
        int tries = 0;
        while (true)
        {
            summary = RunSummary.Of(Run(most));
            tried(++tries);
            bool carried = summary.Frames.Dropped <= most && summary.AgeMs(0.99) <= interval.TotalMilliseconds; // the end cuts one frame of each off
            if (carried || most == 1)
                break;
            most = Math.Max(1, Math.Min(most - 1, (int)(most * 0.85)));
        }

        return new CamerasReport
        {
            Model = setup.Model.Manifest.Name,
            SamplingMs = setup.Model.Manifest.SegmentIntervalMs,
            Price = Figures.Round(price, 4),
            Frame = $"{FrameWidth}x{FrameHeight} BGR in memory",
            FrameMs = Figures.Round(frameMs),
            MacsPerFrame = Figures.Round(summary.MacsPerFrame, 1),
            CamerasPerCore = most,
            MedianLatencyMs = Figures.Round(summary.AgeMs(0.5)),
            P99LatencyMs = Figures.Round(summary.AgeMs(0.99)),
        };
    }

    /// <summary>One generated camera of 30 frames a second, drawn while it runs, every frame due.</summary>
    public SingleCameraReport MeasureSingle()
    {
        Single(WarmUp); // code is compiled, caches fill
        RunSummary summary = Single(time);
        return new SingleCameraReport(
            SingleRate,
            setup.Engine.Threads,
            new FramesReport(summary.Frames.Captured, summary.Frames.Processed, summary.Frames.Dropped, summary.Frames.Failed),
            Figures.Round(summary.AgeMs(0.5)),
            Figures.Round(summary.AgeMs(0.99)));
    }

    public void Dispose() => frames.ForEach(frame => frame.Dispose());

    // Of the quietest of some passes, one more to warm up: the first guess must not be a neighbour's fault.
    private double MeanFrameMs()
    {
        const int passes = 4;
        Recognizer recognizer = new(setup.Model, setup.Nets, Allowance.Free(setup.Model.Costs, price)) { WatchesCuts = true };
        Pass();
        double quietest = double.PositiveInfinity;
        for (int i = 0; i < passes; i++)
        {
            long start = TimeProvider.System.GetTimestamp();
            Pass();
            quietest = Math.Min(quietest, TimeProvider.System.GetElapsedTime(start).TotalMilliseconds / frames.Count);
        }

        return quietest;

        void Pass()
        {
            foreach (Frame frame in frames)
            {
                cancel.ThrowIfCancellationRequested();
                recognizer.Process(frame);
            }
        }
    }

    private RunSummary Single(TimeSpan length)
    {
        using SyntheticSource camera = new(Programme, TimeSpan.FromSeconds(3), 7, TimeProvider.System, FrameWidth, FrameHeight, SingleRate);
        return Run([camera], TimeSpan.FromSeconds(1 / SingleRate), length)[0];
    }

    // Cameras come evenly over the interval, each at its own place in the programme.
    private IReadOnlyList<RunSummary> Run(int cameras)
    {
        ReplayedCamera[] sources = [.. Enumerable.Range(0, cameras).Select(i => new ReplayedCamera([.. frames.Skip(i % frames.Count), .. frames.Take(i % frames.Count)], interval, interval * i / cameras, TimeProvider.System))];
        try
        {
            return Run(sources, interval, time);
        }
        finally
        {
            Array.ForEach(sources, source => source.Dispose());
        }
    }

    private IReadOnlyList<RunSummary> Run(IFrameSource[] sources, TimeSpan every, TimeSpan length)
    {
        Allowance allowance = Allowance.Free(setup.Model.Costs, price);
        SharedOutputs nobody = new([]);
        CameraStream[] streams = [.. sources.Select(source => new CameraStream(
            setup.Model,
            new Recognizer(setup.Model, setup.Nets, allowance, inTurns: sources.Length > 1) { WatchesCuts = true },
            source,
            new RunStatus(setup.Model, null),
            nobody,
            TimeProvider.System)
        { Interval = every })];
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        ending.CancelAfter(length);
        IReadOnlyList<RunSummary> summaries = new RecognitionRun(streams, allowance).Run(ending.Token);
        cancel.ThrowIfCancellationRequested();
        return summaries;
    }
}
