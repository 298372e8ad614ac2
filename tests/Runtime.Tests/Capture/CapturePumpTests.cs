using SdCom.Edge.Core.Recognition;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Capture;

public class CapturePumpTests
{
    private static readonly TimeSpan EveryFrame = TimeSpan.FromTicks(1);

    [Fact]
    public void A_recording_delivers_every_due_frame_in_order_however_slow_the_consumer()
    {
        using FakeCamera camera = new(200, 25, live: false);
        // Due every 320 ms of 40 ms frames: every eighth.
        using CapturePump pump = new(camera, new SegmentSampler(TimeSpan.FromMilliseconds(320), TimeSpan.FromMilliseconds(40)));
        pump.Start();
        List<byte> seen = [];
        while (pump.Take() is { } frame)
        {
            seen.Add(frame.Bgr[0]);
            Thread.Yield();
            pump.Return(frame, FrameFate.Processed);
        }

        Assert.Equal(Enumerable.Range(0, 25).Select(i => (byte)(i * 8)), seen);
        Assert.Equal(new FrameCounts(25, 25, 0, 0, 0), pump.Counts);
        Assert.Equal(25, camera.Decoded); // what is not due is not even decoded
    }

    [Fact]
    public void Counters_add_up_at_any_moment_of_a_flood()
    {
        using FakeCamera camera = new(20_000, 1000, live: true) { IsDamaged = i => i % 17 == 0 };
        using CapturePump pump = new(camera, new SegmentSampler(EveryFrame));
        pump.Start();
        int taken = 0;
        while (pump.Take() is { } frame)
        {
            FrameCounts during = pump.Counts;
            Assert.Equal(during.Captured, during.Processed + during.Dropped + during.Failed + during.Waiting);
            Assert.InRange(during.Waiting, 1, 3); // this one, one in the slot, one being posted
            pump.Return(frame, taken++ % 5 == 0 ? FrameFate.Failed : FrameFate.Processed);
        }

        FrameCounts end = pump.Counts;
        Assert.Equal(0, end.Waiting);
        Assert.Equal(end.Captured, end.Processed + end.Dropped + end.Failed);
        Assert.Equal(20_000, end.Captured);
        Assert.True(end.Failed >= 20_000 / 17);
    }

    [Fact]
    public void A_live_source_hands_over_the_newest_frame_and_counts_the_stale_ones()
    {
        using ManualResetEventSlim flooded = new();
        using ManualResetEventSlim taken = new();
        using FakeCamera camera = new(101, 25, live: true)
        {
            BeforeGrab = i =>
            {
                if (i == 1)
                    taken.Wait(); // the consumer holds frame 0
                if (i == 100)
                    flooded.Set();
            },
        };
        using CapturePump pump = new(camera, new SegmentSampler(EveryFrame));
        pump.Start();
        Frame first = pump.Take()!;
        taken.Set();
        flooded.Wait(TestContext.Current.CancellationToken);
        pump.Return(first, FrameFate.Processed);
        List<byte> seen = [];
        while (pump.Take() is { } frame)
        {
            seen.Add(frame.Bgr[0]);
            pump.Return(frame, FrameFate.Processed);
        }

        Assert.InRange(seen.Count, 1, 2);
        Assert.Equal(100, seen[^1]);
        Assert.Equal(101 - 1 - seen.Count, pump.Counts.Dropped);
    }

    [Fact]
    public void Stopping_wakes_the_consumer_and_counts_what_was_left()
    {
        using FakeCamera camera = new(int.MaxValue, 25, live: false);
        using CapturePump pump = new(camera, new SegmentSampler(EveryFrame));
        pump.Start();
        Frame held = pump.Take()!;
        pump.Stop();
        Assert.Null(pump.Take());
        pump.Return(held, FrameFate.Processed);
        pump.Dispose();
        FrameCounts counts = pump.Counts;
        Assert.Equal(counts.Captured, counts.Processed + counts.Dropped + counts.Failed);
    }

    [Fact]
    public void A_viewer_sees_the_frames_between_the_due_ones()
    {
        using FakeCamera camera = new(16, 25, live: false);
        CountingViewer viewer = new();
        using CapturePump pump = new(camera, new SegmentSampler(TimeSpan.FromMilliseconds(320), TimeSpan.FromMilliseconds(40)), viewer: viewer);
        pump.Start();
        while (pump.Take() is { } frame)
            pump.Return(frame, FrameFate.Processed);
        Assert.Equal(Enumerable.Range(0, 16).Select(i => ((byte)i, (long)(i / 8))), viewer.Seen);
        Assert.Equal(2, pump.Counts.Captured);
    }

    private sealed class CountingViewer : IFrameViewer
    {
        public List<(byte Value, long Number)> Seen { get; } = [];

        public bool Wants(TimeSpan time) => true;

        public void Show(Frame frame) => Seen.Add((frame.Bgr[0], frame.Number));
    }
}
