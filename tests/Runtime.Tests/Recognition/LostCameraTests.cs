using SdCom.Edge.Core.Packages;
using SdCom.Edge.Runtime.Budget;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Capture.Live;
using SdCom.Edge.Runtime.Inference;
using SdCom.Edge.Runtime.Outputs;
using SdCom.Edge.Runtime.Recognition;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Recognition;

public class LostCameraTests(Models models)
{
    [Fact]
    public void An_action_ends_when_the_camera_is_lost_and_the_stream_begins_anew_when_it_is_back()
    {
        // A model that sees "hover" in everything: the action would go on for ever.
        int hover = FixtureModel.Classes.ToList().IndexOf("hover");
        ModelPackage model = FixtureModel.Write(models.NewPath(), FixtureModel.Small, weights => weights.Get("fusion.classify.bias", FixtureModel.Classes.Count)[hover] = 100);
        using Nets nets = new(model, models.Engine);
        Recognizer recognizer = new(model, nets, Allowance.Fixed(model.Costs, Core.Width.Skip));
        using CancellationTokenSource ending = new();
        EventOutput output = new();
        using AutoResetEvent answered = new(true);
        Unreliable? camera = null;
        using (camera = new(_ => new FakeCamera(6, 25, live: true)
        {
            BeforeGrab = _ =>
            {
                answered.WaitOne(); // every frame is answered: none is dropped
                camera!.Time.Advance(TimeSpan.FromMilliseconds(model.Manifest.SegmentIntervalMs));
            },
        }))
        {
            output.OnFrame = () => answered.Set();
            List<int> endedWhenLost = [];
            camera.Source.Changed += status =>
            {
                if (status.State == CameraState.Live)
                    return;
                answered.Set(); // the attempt's first frame
                if (status is { State: CameraState.Connecting, Connections: 3 })
                    ending.Cancel();
            };
            RunStatus status = new(model, null);
            CameraStream stream = new(model, recognizer, camera.Source, status, new SharedOutputs([output]), TimeProvider.System)
            {
                OnCamera = change =>
                {
                    if (change.State == CameraState.Waiting)
                        endedWhenLost.Add(output.Events.Count);
                },
            };
            RunSummary summary = Assert.Single(new RecognitionRun([stream], recognizer.Allowance).Run(ending.Token));

            Assert.Equal([1, 2, 3], endedWhenLost);
            Assert.Equal(3, summary.Events.Count);
            Assert.All(summary.Events, e => Assert.Equal("hover", e.Action));
            Assert.All(summary.Events.Zip(summary.Events.Skip(1)), pair => Assert.True(pair.First.End < pair.Second.Start));
            Assert.Equal(3, summary.Camera!.Connections);
            Assert.Equal("the stream ended", summary.Camera.Problem);
            Assert.NotNull(status.Snapshot(default).Camera);
        }
    }

    [Fact]
    public void A_stream_after_a_loss_is_answered_as_one_that_began_there()
    {
        using Nets nets = Nets.Load(models.Shifting, models.Engine);
        Recognizer recognizer = new(models.Shifting, nets, Allowance.Fixed(models.Shifting.Costs, Core.Width.Full));
        using Frame first = Pictures.Frame("land", 0.4), second = Pictures.Frame("hover", 1), third = Pictures.Frame("hover", 1.4);
        float[][] expected = [.. ((Frame[])[second, third]).Select(Answer)];
        recognizer.Reset();
        using ScriptedFrames source = new([(first, 1), (second, 2), (third, 2)]);
        List<float[]> answers = [];
        EventOutput output = new() { OnFrame = () => answers.Add(recognizer.Probabilities.ToArray()) };
        CameraStream stream = new(models.Shifting, recognizer, source, new RunStatus(models.Shifting, null), new SharedOutputs([output]), TimeProvider.System);
        new RecognitionRun([stream], recognizer.Allowance).Run(TestContext.Current.CancellationToken);
        Assert.Equal(expected, answers[1..]);

        float[] Answer(Frame frame)
        {
            recognizer.Process(frame);
            return recognizer.Probabilities.ToArray();
        }
    }

    private sealed class EventOutput : IOutput
    {
        public List<string> Events { get; } = [];

        public Action OnFrame { get; set; } = () => { };

        public void Write(in OutputRecord record) => OnFrame();

        public void Begin(in ActionEvent action, string name)
        {
        }

        public void Write(in ActionEvent action, string name) => Events.Add(name);

        public void Dispose()
        {
        }
    }

    /// <summary>Plays given frames, all of them, in given epochs.</summary>
    private sealed class ScriptedFrames(IReadOnlyList<(Frame Frame, int Epoch)> frames) : IFrameSource
    {
        private int current = -1;

        public string Name => "script";

        public bool IsLive => false;

        public double FramesPerSecond => 1;

        public OpenCvSharp.Size FrameSize => new(160, 120);

        public int Epoch => frames[current].Epoch;

        public bool TryGrab(out TimeSpan time)
        {
            time = TimeSpan.FromSeconds(++current);
            return current < frames.Count;
        }

        public bool TryRetrieve(Frame frame)
        {
            frames[current].Frame.Picture.CopyTo(frame.Picture);
            return true;
        }

        public void Stop()
        {
        }

        public void Dispose()
        {
        }
    }
}
