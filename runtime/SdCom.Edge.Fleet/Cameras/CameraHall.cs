using System.Text.RegularExpressions;
using SdCom.Edge.Core;
using SdCom.Edge.Core.Budget;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Fleet.Rollout;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Outputs;
using SdCom.Edge.Runtime.Recognition;

namespace SdCom.Edge.Fleet.Cameras;

/// <summary>A camera that runs.</summary>
/// <param name="Stream">Its stream.</param>
/// <param name="Source">Its source.</param>
public sealed record RunningCamera(CameraStream Stream, IFrameSource Source);

/// <summary>The node's run: the same loop, nets, budget and streams as the verb <c>run</c> has, whose cameras come and go.</summary>
public sealed partial class CameraHall : IDisposable
{
    private readonly double? audit;
    private readonly Random chance;
    private readonly Action<string> say;
    private readonly TimeProvider clock;
    private readonly CameraDoor door = new();
    private readonly CancellationTokenSource ending = new();
    private readonly Thread thread;
    private readonly Lock auditing = new();
    private readonly List<FullWidthAudit> audits = []; // of the model that runs, of cameras that left as well
    private NodeModel model;

    /// <param name="model">The model, for this run alone; it stays its owner's.</param>
    /// <param name="audit">The share of the frames that also run at full width; null for none.</param>
    /// <param name="say">Told what people should know, in a line.</param>
    /// <param name="clock">The time.</param>
    /// <param name="chance">Draws when the audit looks.</param>
    public CameraHall(NodeModel model, double? audit, Action<string> say, TimeProvider clock, Random chance)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
        this.audit = audit;
        this.chance = chance;
        this.say = say;
        this.clock = clock;
        RecognitionRun run = new([], model.Allowance) { Door = door };
        thread = new Thread(() => run.Run(ending.Token)) { IsBackground = true, Name = "cameras" };
        thread.Start();
    }

    /// <summary>MACs a second that a camera is expected to take: frames a second that the model looks at, times the mean MACs of a frame that the manifest's curve has at its default price.</summary>
    /// <param name="model">The model.</param>
    /// <param name="framesPerSecond">The camera's rate; null for one that is fast enough.</param>
    public static long ExpectedMacsPerSecond(ModelPackage model, double? framesPerSecond)
    {
        ArgumentNullException.ThrowIfNull(model);
        double sampled = 1000.0 / model.Manifest.SegmentIntervalMs;
        return (long)(Math.Min(framesPerSecond ?? sampled, sampled) * new PriceCurve(model.Manifest.Curve).NearestTo(model.Manifest.DefaultPrice).MacsPerFrame);
    }

    /// <summary>Starts a camera.</summary>
    /// <param name="job">The camera.</param>
    /// <param name="events">Told of its actions; stays its owner's.</param>
    /// <exception cref="InputException">There is no such source here, or the environment lacks what it refers to.</exception>
    public async Task<RunningCamera> StartAsync(CameraJob job, IOutput events)
    {
        ArgumentNullException.ThrowIfNull(job);
        IFrameSource source = Open(job);
        try
        {
            CameraStream stream = await door.JoinAsync(() => Stream(job, source, events)).ConfigureAwait(false);
            return new RunningCamera(stream, source);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>How often the audit found the gate's answers to be the full width's, since this model runs here.</summary>
    public Agreement Agreement
    {
        get
        {
            lock (auditing)
                return audits.Aggregate(default(Agreement), (sum, audit) => sum + new Agreement(audit.Windows, audit.Agreed));
        }
    }

    /// <summary>Another model of the same classes takes over between two frames. The one before is then free.</summary>
    /// <returns>How many cameras went over.</returns>
    public Task<int> SwitchAsync(NodeModel next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return door.SwitchAsync(
            () =>
            {
                model = next;
                lock (auditing)
                    audits.Clear();
                return next.Allowance;
            },
            Recognizer);
    }

    /// <summary>Ends a camera; an action that goes on ends with it, and is told.</summary>
    public async Task StopAsync(RunningCamera camera)
    {
        ArgumentNullException.ThrowIfNull(camera);
        await door.LeaveAsync(camera.Stream).ConfigureAwait(false);
        await Task.Run(() =>
        {
            camera.Stream.Dispose(); // may wait for a camera that hangs; the others go on meanwhile
            camera.Source.Dispose();
        }).ConfigureAwait(false);
    }

    public void Dispose()
    {
        ending.Cancel();
        thread.Join();
        ending.Dispose();
    }

    // On the run's thread, as all that uses the nets.
    private CameraStream Stream(CameraJob job, IFrameSource source, IOutput events)
    {
        (Recognizer recognizer, FullWidthAudit? looks) = Recognizer();
        return new CameraStream(model.Package, recognizer, source, new RunStatus(model.Package, null) { Allowance = model.Allowance }, new SharedOutputs([events]), clock)
        {
            Name = job.Camera,
            OnFailure = say,
            Audit = looks,
        };
    }

    private (Recognizer Recognizer, FullWidthAudit? Audit) Recognizer()
    {
        FullWidthAudit? looks = audit is { } share ? new FullWidthAudit(model.Package, model.Nets, share, new Random(chance.Next())) : null;
        if (looks is not null)
        {
            lock (auditing)
                audits.Add(looks);
        }

        return (new Recognizer(model.Package, model.Nets, model.Allowance, inTurns: true) { WatchesCuts = true }, looks);
    }

    private IFrameSource Open(CameraJob job)
    {
        string source = Reference().Replace(job.Source, match => Environment.GetEnvironmentVariable(match.Groups["name"].Value)
            ?? throw new InputException($"camera {job.Camera}: the environment of this node has no variable {match.Groups["name"].Value}; set it."));
        try
        {
            return FrameSources.Open(source, clock, job.FramesPerSecond);
        }
        catch (SourceException problem)
        {
            throw new InputException($"camera {job.Camera}: {problem.Message}", problem);
        }
    }

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex Reference();
}
