using SdCom.Edge.Core.Budget;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Inference;
using SdCom.Edge.Runtime.Outputs;
using SdCom.Edge.Runtime.Recognition;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Recognition;

/// <summary>A run whose cameras come and go.</summary>
public class CameraDoorTests(Models models)
{
    [Fact]
    public async Task Cameras_come_and_go_while_the_others_go_on_and_nobody_joins_a_run_that_is_over()
    {
        using Nets nets = Nets.Load(models.Small, models.Engine);
        Allowance allowance = Allowance.Fixed(models.Small.Costs, Core.Width.Skip);
        CameraDoor door = new();
        using CancellationTokenSource ending = new();
        Task<IReadOnlyList<RunSummary>> run = Task.Factory.StartNew(() => new RecognitionRun([], allowance) { Door = door }.Run(ending.Token), ending.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        using FakeCamera first = new(int.MaxValue, 25, live: true), second = new(int.MaxValue, 25, live: true);
        using CameraStream one = await door.JoinAsync(() => Stream("one", first));
        using CameraStream two = await door.JoinAsync(() => Stream("two", second));
        Tools.Until(() => one.Counts.Processed > 3 && two.Counts.Processed > 3);

        Assert.Same(one, await door.LeaveAsync(one));
        one.Dispose();
        long answered = one.Counts.Processed, others = two.Counts.Processed;
        Tools.Until(() => two.Counts.Processed > others + 3);
        Assert.Equal(answered, one.Counts.Processed);

        await ending.CancelAsync();
        Assert.Equal(["two"], (await run).Select(summary => summary.Name));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => door.JoinAsync(() => Stream("late", first)));

        CameraStream Stream(string name, FakeCamera camera) =>
            new(models.Small, new Recognizer(models.Small, nets, allowance, inTurns: true), camera, new RunStatus(models.Small, null), new SharedOutputs([]), TimeProvider.System) { Name = name };
    }

    [Fact]
    public async Task Another_model_takes_over_between_two_frames_and_no_frame_is_lost()
    {
        using Nets nets = Nets.Load(models.Small, models.Engine), others = Nets.Load(models.Shifting, models.Engine);
        Allowance allowance = Allowance.Fixed(models.Small.Costs, Core.Width.Skip), next = Allowance.Fixed(models.Shifting.Costs, Core.Width.Full);
        CameraDoor door = new();
        using CancellationTokenSource ending = new();
        Task<IReadOnlyList<RunSummary>> run = Task.Factory.StartNew(() => new RecognitionRun([], allowance) { Door = door }.Run(ending.Token), ending.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        using FakeCamera camera = new(int.MaxValue, 25, live: true);
        RunStatus status = new(models.Small, null);
        using CameraStream stream = await door.JoinAsync(() => new CameraStream(
            models.Small, new Recognizer(models.Small, nets, allowance, inTurns: true), camera, status, new SharedOutputs([]), TimeProvider.System));
        Tools.Until(() => stream.Counts.Processed > 3);
        Assert.Equal([Core.Width.Skip], status.WidthCounts().Where(width => width.Value > 0).Select(width => width.Key));
        Assert.Equal(1, await door.SwitchAsync(() => next, () => (new Recognizer(models.Shifting, others, next, inTurns: true), null)));
        long before = stream.Counts.Processed;
        Tools.Until(() => stream.Counts.Processed > before + 3);
        Assert.True(status.WidthCounts()[Core.Width.Full] > 3);
        Assert.Same(next, status.Allowance);
        await ending.CancelAsync();
        FrameCounts counts = Assert.Single(await run).Frames;
        Assert.Equal(counts.Captured, counts.Processed + counts.Dropped + counts.Failed);
        Assert.Equal(0, counts.Failed);
    }

    [Fact]
    public void A_stream_that_leaves_pays_for_the_glance_that_was_held_back_for_it_and_others_owe_it_nothing()
    {
        using Nets nets = Nets.Load(models.Small, models.Engine);
        long cheapest = models.Small.Costs.Frame(0);
        Allowance allowance = new(FlopsBudget.PerSecond(1, cheapest * 3, new FakeTime()), new GatePolicy(models.Small.Costs, 100));
        Recognizer goes = new(models.Small, nets, allowance, inTurns: true), stays = new(models.Small, nets, allowance, inTurns: true);
        using Frame frame = Pictures.Frame("hover", 0.5);
        Assert.True(goes.Look(frame));
        goes.Leave();
        Assert.True(stays.Process(frame).IsAnswered);
        Assert.True(stays.Process(frame).IsAnswered); // three glances were there, and all are spent
        Assert.False(stays.Process(frame).IsAnswered);
    }
}
