using OpenCvSharp;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Capture.Live;
using SdCom.Edge.Runtime.Tests.Fixtures;
using static SdCom.Edge.Runtime.Capture.Live.CameraState;

namespace SdCom.Edge.Runtime.Tests.Capture;

public class LiveSourceTests
{
    [Fact]
    public void A_camera_that_is_absent_at_the_start_is_waited_for()
    {
        using Unreliable camera = new(attempt => attempt < 3 ? throw new SourceException("no such camera") : Good());
        Assert.True(camera.Source.TryGrab(out _));
        Assert.Equal([Connecting, Waiting, Connecting, Waiting, Connecting, Waiting, Connecting, Live], camera.States.Select(s => s.State));
        Assert.Equal("no such camera", camera.States[1].Problem);
        double[] waits = [.. camera.States.Where(s => s.State == Waiting).Select(s => s.RetryIn.TotalSeconds)];
        Assert.InRange(waits[0], 0.5, 1);
        Assert.InRange(waits[1], 1, 2);
        Assert.InRange(waits[2], 2, 4);
        Assert.Equal(1, camera.Source.Status.Connections);
    }

    [Fact]
    public void A_stream_that_ends_or_breaks_comes_back_as_another_epoch()
    {
        using Unreliable camera = new(attempt => attempt switch
        {
            0 => Good(2),
            1 => new FakeCamera(Unreliable.Plenty, 25, live: true) { BeforeGrab = i => { if (i == 1) throw new SourceException("unplugged"); } },
            _ => Good(),
        });
        List<int> epochs = [];
        for (int i = 0; i < 5; i++)
        {
            Assert.True(camera.Source.TryGrab(out _));
            epochs.Add(camera.Source.Epoch);
        }

        Assert.Equal([1, 1, 2, 3, 3], epochs);
        Assert.Equal(["the stream ended", "unplugged"], camera.States.Where(s => s.State == Waiting).Select(s => s.Problem));
        Assert.Equal(3, camera.Source.Status.Connections);
    }

    [Fact]
    public void A_silence_is_told_and_the_next_picture_begins_another_epoch_of_the_same_connection()
    {
        Unreliable? camera = null;
        using (camera = new(_ => new FakeCamera(Unreliable.Plenty, 25, live: true) { BeforeGrab = i => { if (i == 1) camera!.FallSilent(); } }))
        {
            Assert.True(camera.Source.TryGrab(out _));
            Assert.True(camera.Source.TryGrab(out TimeSpan time));
            Assert.Equal([Connecting, Live, Silent, Live], camera.States.Select(s => s.State));
            Assert.Equal((2, 1), (camera.Source.Epoch, camera.Source.Status.Connections));
            Assert.True(time >= Unreliable.Settings.SilentAfter);
        }
    }

    [Fact]
    public void A_native_read_that_never_returns_is_left_behind_and_let_go_of_when_it_does()
    {
        Unreliable? camera = null;
        FakeCamera hanging = new(Unreliable.Plenty, 25, live: true) { BeforeGrab = i => { if (i == 1) camera!.Hang(Unreliable.Settings.LostAfter); } };
        using (camera = new(attempt => attempt == 0 ? hanging : Good()))
        {
            Assert.True(camera.Source.TryGrab(out _));
            Assert.True(camera.Source.TryGrab(out _));
            Assert.Equal("sends no picture for 6 s", camera.Source.Status.Problem);
            Assert.Equal(2, camera.Source.Status.Connections);
            Assert.False(hanging.IsDisposed);
            camera.LetGo();
            Assert.True(SpinWait.SpinUntil(() => hanging.IsDisposed, TimeSpan.FromSeconds(30)));
        }
    }

    [Fact]
    public void An_opening_that_never_returns_is_left_behind_and_no_more_than_four_of_them()
    {
        Unreliable? camera = null;
        using (camera = new(attempt =>
        {
            if (attempt < 4)
                camera!.Hang(Unreliable.Settings.OpenWithin);
            return Good();
        }))
        {
            camera.Source.Changed += status =>
            {
                if (status.Problem?.Contains("hang in the driver", StringComparison.Ordinal) == true)
                    camera.LetGo(); // the driver comes back to its senses
            };
            Assert.True(camera.Source.TryGrab(out _));
            Assert.Equal(5, camera.Attempts);
            Assert.Contains(camera.States, s => s.Problem == "does not open within 15 s");
        }
    }

    [Fact]
    public void Nothing_but_damaged_pictures_is_a_loss_and_a_few_of_them_are_not()
    {
        Unreliable? camera = null;
        // The first connection: damaged for 2 s, good, then damaged for good.
        using (camera = new(attempt => new FakeCamera(Unreliable.Plenty, 25, live: true)
        {
            BeforeGrab = _ => camera!.Time.Advance(TimeSpan.FromSeconds(1)),
            IsDamaged = i => attempt == 0 && i is not (0 or 3),
        }))
        using (Frame frame = new())
        {
            List<(int Connection, bool Decoded)> seen = [];
            while (camera.Source.Status.Connections < 2)
            {
                Assert.True(camera.Source.TryGrab(out _));
                seen.Add((camera.Source.Status.Connections, camera.Source.TryRetrieve(frame)));
            }

            Assert.Equal("sends nothing but damaged pictures for 6 s", camera.Source.Status.Problem);
            Assert.Equal([true, false, false, true, false, false, false, false, false, false, false, false], seen.Take(12).Select(s => s.Decoded));
            Assert.Equal((2, true), seen[^1]);
        }
    }

    [Fact]
    public void Times_never_go_back_across_losses_and_when_the_wall_clock_is_set()
    {
        using Unreliable camera = new(_ => Good(3));
        TimeSpan before = -TimeSpan.FromTicks(1);
        for (int i = 0; i < 50; i++)
        {
            camera.Time.WallClock += TimeSpan.FromDays(i % 2 == 0 ? 400 : -500);
            Assert.True(camera.Source.TryGrab(out TimeSpan time));
            Assert.True(time > before, $"{time} after {before}");
            Assert.True(time - before < TimeSpan.FromSeconds(11));
            before = time;
        }

        Assert.Equal(17, camera.Source.Status.Connections);
    }

    [Fact]
    public void A_camera_that_flaps_is_tried_ever_more_rarely_and_one_that_stayed_is_forgiven()
    {
        Unreliable? camera = null;
        using (camera = new(attempt => new FakeCamera(attempt == 6 ? 20 : 1, 25, live: true) { BeforeGrab = _ => camera!.Time.Advance(TimeSpan.FromSeconds(1)) }))
        {
            while (camera.Source.Status.Connections < 8)
                Assert.True(camera.Source.TryGrab(out _));
            double[] waits = [.. camera.States.Where(s => s.State == Waiting).Select(s => s.RetryIn.TotalSeconds)];
            Assert.InRange(waits[5], 5, 10);
            Assert.InRange(waits[6], 0.5, 1); // after 20 s of pictures
        }
    }

    [Fact]
    public void Stopping_ends_the_wait_for_a_camera_at_once_even_while_a_read_hangs()
    {
        using ManualResetEventSlim hanging = new();
        Unreliable? camera = null;
        using (camera = new(_ => new FakeCamera(Unreliable.Plenty, 25, live: true)
        {
            BeforeGrab = _ =>
            {
                hanging.Set();
                camera!.Hang(TimeSpan.Zero);
            },
        }))
        {
            bool grabbed = true;
            Thread capture = new(() => grabbed = camera.Source.TryGrab(out _));
            capture.Start();
            hanging.Wait(TestContext.Current.CancellationToken);
            camera.Source.Stop();
            Assert.True(capture.Join(TimeSpan.FromSeconds(30)));
            Assert.False(grabbed);
        }
    }

    [Fact]
    public void Grabbing_allocates_nothing_on_either_thread()
    {
        // Marks on both threads every so many frames; the least difference counts, because a collection of another test may count an unused rest of a buffer.
        const int marks = 6, frames = 400;
        long[] here = new long[marks], there = new long[marks];
        using LiveSource source = new("fake", () => new FakeCamera(Unreliable.Plenty, 25, live: true) { BeforeGrab = i => Mark(there, i) }, TimeProvider.System, new Random(1));
        using Frame frame = new();
        for (int i = 0; i <= (marks - 1) * frames; i++)
        {
            source.TryGrab(out _);
            source.TryRetrieve(frame);
            Mark(here, i);
        }

        Assert.Equal((0L, 0L), (Least(here), Least(there)));

        static void Mark(long[] marks, int i)
        {
            if (i % frames == 0)
                marks[i / frames] = GC.GetAllocatedBytesForCurrentThread();
        }

        static long Least(long[] marks) => marks.Skip(2).Zip(marks.Skip(1), (later, earlier) => later - earlier).Min();
    }

    private static FakeCamera Good(int frames = Unreliable.Plenty) => new(frames, 25, live: true) { SizeOf = _ => new Size(64, 48) };
}
