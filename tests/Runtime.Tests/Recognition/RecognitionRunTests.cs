using SdCom.Edge.Core.Packages;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Inference;
using SdCom.Edge.Runtime.Outputs;
using SdCom.Edge.Runtime.Recognition;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Recognition;

public class RecognitionRunTests(Models models)
{
    [Fact]
    public void A_recording_is_answered_at_every_due_frame()
    {
        using Nets nets = Nets.Load(models.Small, models.Engine);
        using FakeCamera camera = new(100, 25, live: false);
        RunSummary summary = Run(models.Small, nets, camera, out CollectingOutput output, out _);
        Assert.Equal(13, summary.Frames.Processed); // 4 s, one every 320 ms
        Assert.Equal(13, output.Times.Count);
        Assert.Equal(TimeSpan.FromMilliseconds(320), output.Times[1]);
        Assert.Equal(1, summary.WidthShare.Values.Sum(), 1e-9);
        Assert.Equal(models.Small.Costs.Frame(0), summary.MacsPerFrame);
    }

    [Fact]
    public void Frames_that_break_the_engine_are_counted_and_said_and_the_run_goes_on()
    {
        ModelPackage broken = FixtureModel.Write(models.NewPath(), FixtureModel.Small, weights => weights.Get("fusion.classify.bias", FixtureModel.Classes.Count)[0] = float.NaN);
        using Nets nets = new(broken, models.Engine);
        using FakeCamera camera = new(100, 25, live: true);
        RunSummary summary = Run(broken, nets, camera, out _, out List<string> problems);
        Assert.Equal(0, summary.Frames.Processed);
        Assert.True(summary.Frames.Failed > 0);
        Assert.Equal(summary.Frames.Captured, summary.Frames.Dropped + summary.Frames.Failed);
        Assert.Equal(summary.Frames.Failed, problems.Count);
    }

    [Fact]
    public async Task A_run_that_was_stopped_before_it_began_ends()
    {
        using Nets nets = Nets.Load(models.Small, models.Engine);
        using FakeCamera camera = new(int.MaxValue, 25, live: true);
        Recognizer recognizer = new(models.Small, nets, Allowance.Fixed(models.Small.Costs, Core.Width.Skip));
        CameraStream stream = new(models.Small, recognizer, camera, new RunStatus(models.Small, null), new SharedOutputs([]), TimeProvider.System);
        Task<IReadOnlyList<RunSummary>> run = Task.Run(() => new RecognitionRun([stream], recognizer.Allowance).Run(new CancellationToken(canceled: true)), TestContext.Current.CancellationToken);
        Assert.Single(await run.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    private static RunSummary Run(ModelPackage model, Nets nets, FakeCamera camera, out CollectingOutput output, out List<string> problems)
    {
        Recognizer recognizer = new(model, nets, Allowance.Fixed(model.Costs, Core.Width.Skip));
        output = new CollectingOutput();
        List<string> said = problems = [];
        CameraStream stream = new(model, recognizer, camera, new RunStatus(model, null), new SharedOutputs([output]), TimeProvider.System) { OnFailure = said.Add };
        return Assert.Single(new RecognitionRun([stream], recognizer.Allowance).Run(TestContext.Current.CancellationToken));
    }

    private sealed class CollectingOutput : IOutput
    {
        public List<TimeSpan> Times { get; } = [];

        public void Write(in OutputRecord record) => Times.Add(record.Time);

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
}
