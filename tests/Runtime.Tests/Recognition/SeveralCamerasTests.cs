using SdCom.Edge.Core;
using SdCom.Edge.Core.Budget;
using SdCom.Edge.Core.Packages;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Inference;
using SdCom.Edge.Runtime.Ledger;
using SdCom.Edge.Runtime.Outputs;
using SdCom.Edge.Runtime.Recognition;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Recognition;

public class SeveralCamerasTests(Models models)
{
    [Fact]
    public void Cameras_that_share_the_nets_are_each_answered_as_if_alone()
    {
        using Nets nets = Nets.Load(models.Shifting, models.Engine);
        List<OutputRecord> together = Answers(nets, [40, 90], out IReadOnlyList<RunSummary> summaries);
        Assert.Equal([40 / 8, 96 / 8], summaries.Select(summary => (int)summary.Frames.Processed)); // one of eight frames is due
        for (int camera = 0; camera < 2; camera++)
        {
            List<OutputRecord> alone = Answers(nets, [camera == 0 ? 40 : 90], out _, firstPicture: camera);
            Assert.Equal(alone.Select(Said), together.Where(record => record.Camera == $"camera {camera}").Select(Said));
        }

        static (TimeSpan, int, float, Width) Said(OutputRecord record) => (record.Time, record.Answer.Prediction.ClassIndex, record.Confidence, record.Answer.Decision.Width);
    }

    [Fact]
    public void A_camera_that_freezes_slows_no_other_and_the_run_ends_at_once()
    {
        using Nets nets = Nets.Load(models.Small, models.Engine);
        Unreliable? freezing = null;
        using (freezing = new Unreliable(_ => new FakeCamera(10, 25, live: true)
        {
            BeforeGrab = i =>
            {
                if (i == 3)
                    freezing!.Hang(TimeSpan.Zero); // its clock stands still: nobody notices for ever
            },
        }))
        {
            using CancellationTokenSource ending = new();
            using AutoResetEvent answered = new(true);
            using FakeCamera good = new(int.MaxValue, 1, live: true) { BeforeGrab = _ => answered.WaitOne() };
            int count = 0;
            Collector output = new()
            {
                OnFrame = record =>
                {
                    if (record.Camera != "camera 1")
                        return;
                    if (++count == 50)
                        ending.Cancel();
                    answered.Set();
                },
            };
            IReadOnlyList<RunSummary> summaries = Run(models.Small, nets, Allowance.Fixed(models.Small.Costs, Width.Skip), [freezing.Source, good], [output], ending.Token);
            Assert.Equal(50, summaries[1].Frames.Processed);
            Assert.InRange(summaries[0].Frames.Captured, 1, 3);
            Assert.All(summaries, AddsUp);
        }
    }

    [Fact]
    public void A_recording_that_cannot_be_read_ends_alone_and_is_told()
    {
        using Nets nets = Nets.Load(models.Small, models.Engine);
        using FakeCamera broken = new(100, 25, live: false) { IsDamaged = _ => true }, good = new(100, 25, live: false);
        List<string> said = [];
        IReadOnlyList<RunSummary> summaries = Run(models.Small, nets, Allowance.Fixed(models.Small.Costs, Width.Skip), [broken, good], [], TestContext.Current.CancellationToken, said: said);
        Assert.Equal((0L, 13L), (summaries[0].Frames.Processed, summaries[1].Frames.Processed));
        Assert.Contains("no frame could be read", Assert.Single(said), StringComparison.Ordinal);
        Assert.Equal(said[0], summaries[0].Problem);
        Assert.Null(summaries[1].Problem);
        RunSummary all = RunSummary.Of(summaries);
        Assert.Equal((26L, 13L, 13L), (all.Frames.Captured, all.Frames.Processed, all.Frames.Failed));
    }

    [Fact]
    public void Frames_that_meet_share_the_bucket_and_the_ledger_says_who_got_less_for_another()
    {
        // Both want the full width; the bucket pays for one of them and a narrow look.
        long full = models.Small.Costs.FullFrame, burst = full + models.Small.Costs.Frame(1);
        using Nets nets = Nets.Load(models.Small, models.Engine);
        MediaClock media = new();
        FlopsBudget budget = FlopsBudget.PerSecond(burst * 25 / 8, burst, media);
        Allowance allowance = new(budget, new FixedPolicy(models.Small.Costs, Width.Full), BudgetAudit.PerSecond(budget.Rate, budget.Capacity, media));
        using FakeCamera first = new(80, 25, live: false), second = new(80, 25, live: false);
        string path = models.NewPath(".jsonl");
        using (DecisionLedger ledger = new(new RotatingFile(path, 1_000_000, 1), Assert.Fail))
            Run(models.Small, nets, allowance, [first, second], [], TestContext.Current.CancellationToken, ledger: ledger, media: media);
        (string Camera, string Reason, double Width)[] lines = [.. File.ReadAllLines(path).Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement)
            .Select(line => (line.GetProperty("camera").GetString()!, line.GetProperty("reason").GetString()!, line.GetProperty("width").GetDouble()))];
        Assert.Equal(20, lines.Length);
        Assert.Equal(0, allowance.Overshoot);
        foreach ((string Camera, string Reason, double Width)[] round in lines.Chunk(2))
        {
            Assert.Equal(["camera 0", "camera 1"], round.Select(line => line.Camera).Order());
            Assert.Equal([("arbitration", 0.25), ("fixed", 1)], round.Select(line => (line.Reason, line.Width)).Order());
        }

        // Equal wishes are served wider in turn.
        Assert.Equal(5, lines.Count(line => line is { Camera: "camera 0", Width: 1 }));
    }

    [Fact]
    public void Counts_add_up_for_each_camera_of_a_flood()
    {
        using Nets nets = Nets.Load(models.Small, models.Engine);
        FakeCamera[] cameras = [.. Enumerable.Range(0, 4).Select(i => new FakeCamera(400 * (i + 1), 2, live: true) { IsDamaged = frame => frame % (7 + i) == 0 })];
        IReadOnlyList<RunSummary> summaries = Run(models.Small, nets, Allowance.Fixed(models.Small.Costs, Width.Skip), cameras, [], TestContext.Current.CancellationToken);
        Assert.All(summaries, AddsUp);
        Assert.Equal([400L, 800, 1200, 1600], summaries.Select(summary => summary.Frames.Captured));
        Assert.All(summaries, summary => Assert.True(summary.Frames.Processed > 0));
        Array.ForEach(cameras, camera => camera.Dispose());
    }

    [Fact]
    public void A_round_of_frames_allocates_nothing()
    {
        using Nets nets = Nets.Load(models.Small, models.Engine);
        Allowance allowance = new(FlopsBudget.Unlimited(), new GatePolicy(models.Small.Costs, 0));
        Recognizer[] recognizers = [.. Enumerable.Range(0, 3).Select(_ => new Recognizer(models.Small, nets, allowance, inTurns: true) { WatchesCuts = true })];
        using Frame frame = Pictures.Frame("hover", 0.5);
        Assert.Equal(0, Allocations.Of(() => Rounds(10)));

        void Rounds(int times)
        {
            for (int i = 0; i < times; i++)
            {
                foreach (Recognizer recognizer in recognizers)
                    recognizer.Look(frame);
                allowance.Decide();
                foreach (Recognizer recognizer in recognizers)
                    recognizer.Finish();
            }
        }
    }

    private static void AddsUp(RunSummary summary)
    {
        FrameCounts frames = summary.Frames;
        Assert.Equal(0, frames.Waiting);
        Assert.Equal(frames.Captured, frames.Processed + frames.Dropped + frames.Failed);
    }

    // Recordings of so many frames, of different pictures, at full width.
    private List<OutputRecord> Answers(Nets nets, int[] frames, out IReadOnlyList<RunSummary> summaries, int firstPicture = 0)
    {
        Collector output = new();
        Scenes[] recordings = [.. frames.Select((count, i) => new Scenes(count, i + firstPicture == 0 ? "hover" : "land"))];
        summaries = Run(models.Shifting, nets, Allowance.Fixed(models.Shifting.Costs, Width.Full), recordings, [output], TestContext.Current.CancellationToken, media: new MediaClock());
        return output.Records;
    }

    private static IReadOnlyList<RunSummary> Run(
        ModelPackage model, Nets nets, Allowance allowance, IReadOnlyList<IFrameSource> sources, IReadOnlyList<IOutput> outputs, CancellationToken cancel,
        DecisionLedger? ledger = null, MediaClock? media = null, List<string>? said = null)
    {
        SharedOutputs told = new(outputs);
        CameraStream[] cameras = [.. sources.Select((source, i) => new CameraStream(
            model, new Recognizer(model, nets, allowance, inTurns: true), source, new RunStatus(model, null), told, TimeProvider.System)
        {
            Name = $"camera {i}",
            Ledger = ledger,
            OnFailure = problem => said?.Add(problem),
        })];
        return new RecognitionRun(cameras, allowance) { Media = media }.Run(cancel);
    }

    private sealed class Collector : IOutput
    {
        public List<OutputRecord> Records { get; } = [];

        public Action<OutputRecord> OnFrame { get; init; } = _ => { };

        public void Write(in OutputRecord record)
        {
            Records.Add(record);
            OnFrame(record);
        }

        public void Begin(in ActionEvent action, string name)
        {
        }

        public void Write(in ActionEvent action, string name)
        {
        }

        public void Dispose()
        {
        }
    }

    /// <summary>A recording of the generated actor, 25 frames a second.</summary>
    private sealed class Scenes(int frames, string action) : IFrameSource
    {
        private readonly SyntheticSource actor = new([action], TimeSpan.FromDays(1), 3, TimeProvider.System, 160, 120);
        private int current = -1;

        public string Name => action;

        public bool IsLive => false;

        public double FramesPerSecond => 25;

        public OpenCvSharp.Size FrameSize => actor.FrameSize;

        public bool TryGrab(out TimeSpan time)
        {
            time = TimeSpan.FromSeconds(++current / FramesPerSecond);
            return current < frames;
        }

        public bool TryRetrieve(Frame frame) => actor.TryRetrieve(frame);

        public void Stop()
        {
        }

        public void Dispose() => actor.Dispose();
    }
}
