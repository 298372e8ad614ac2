using SdCom.Edge.Core.Recognition;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Capture;

/// <summary>A camera that fails at random, at any step, under the whole pump.</summary>
public class LossesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Counters_add_up_times_grow_and_epochs_follow_whatever_the_camera_does(int seed)
    {
        const int due = 400;
        Unreliable? camera = null;
        using (camera = new(attempt => Attempt(camera!, new Random((seed * 1000) + attempt)), seed))
        using (CapturePump pump = new(camera.Source, new SegmentSampler(TimeSpan.FromTicks(1))))
        {
            Random fate = new(seed);
            (TimeSpan time, int epoch) = (-TimeSpan.FromTicks(1), 0);
            pump.Start();
            while (pump.Counts.Captured < due && pump.Take() is { } frame)
            {
                FrameCounts during = pump.Counts;
                Assert.Equal(during.Captured, during.Processed + during.Dropped + during.Failed + during.Waiting);
                Assert.InRange(during.Waiting, 1, 3);
                Assert.True(frame.Time > time, $"{frame.Time} after {time}");
                Assert.True(frame.Epoch >= epoch);
                (time, epoch) = (frame.Time, frame.Epoch);
                pump.Return(frame, (FrameFate)fate.Next(3));
            }

            pump.Dispose();
            FrameCounts end = pump.Counts;
            Assert.Equal(0, end.Waiting);
            Assert.Equal(end.Captured, end.Processed + end.Dropped + end.Failed);
            Assert.InRange(camera.Source.Status.Connections, 10, due);
            Assert.InRange(epoch, 10, camera.Source.Epoch + camera.Attempts); // comings, silences and changes of size
        }
    }

    [Fact]
    public void A_camera_that_changes_its_size_begins_another_epoch_and_a_recording_does_not()
    {
        Assert.Equal([0, 0, 1, 1, 2, 2], Epochs(live: true));
        Assert.Equal([0, 0, 0, 0, 0, 0], Epochs(live: false));

        static List<int> Epochs(bool live)
        {
            using AutoResetEvent taken = new(true);
            using FakeCamera camera = new(6, 25, live) { SizeOf = i => new(64 + (i / 2 * 16), 48), BeforeGrab = _ => taken.WaitOne() };
            using CapturePump pump = new(camera, new SegmentSampler(TimeSpan.FromTicks(1)));
            pump.Start();
            List<int> epochs = [];
            while (pump.Take() is { } frame)
            {
                Assert.Equal(64 + (epochs.Count / 2 * 16), frame.Width);
                epochs.Add(frame.Epoch);
                pump.Return(frame, FrameFate.Processed);
                taken.Set();
            }

            return epochs;
        }
    }

    private static FakeCamera Attempt(Unreliable camera, Random chance)
    {
        if (chance.Next(4) == 0)
            throw new SourceException("absent");
        int frames = chance.Next(1, 12), width = 32 * chance.Next(1, 3), trouble = chance.Next(frames), kind = chance.Next(4);
        return new FakeCamera(frames, 25, live: true)
        {
            SizeOf = _ => new(width, 48),
            IsDamaged = i => (i + width) % 5 == 0,
            BeforeGrab = i =>
            {
                camera.Time.Advance(TimeSpan.FromMilliseconds(40));
                if (i == trouble && kind == 0 && i > 0)
                    camera.FallSilent();
                if (i == trouble && kind == 1)
                    throw new SourceException("unplugged");
            },
        };
    }
}
