using System.Diagnostics;
using System.Text.Json;
using SdCom.Edge.Core.Recognition;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Capture.Live;
using SdCom.Edge.Runtime.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Host;

namespace SdCom.Edge.Runtime.Tests.Rtsp;

/// <summary>What a network camera does to us in a year, done by a real server in seconds. Nothing here waits for a time, only for what must come.</summary>
public class RtspFaultTests(Models models, ITestOutputHelper log)
{
    [Fact]
    public void A_server_that_is_late_killed_restarted_with_another_size_and_frozen_is_survived()
    {
        using RtspServer server = new();
        server.Kill(); // late: it was there only to see that it can be
        using Watched camera = new(server.Address, log);
        camera.Until("waiting", CameraState.Waiting);

        server.Start();
        camera.Until("live", CameraState.Live);
        camera.Take(10, 160);

        server.Kill();
        camera.Until("lost", CameraState.Waiting);
        server.Start(320, 240);
        camera.Until("live again", CameraState.Live);
        camera.Take(10, 320);

        server.Freeze();
        camera.Until("silent", CameraState.Silent);
        server.GoOn();
        camera.Until("live after silence", CameraState.Live);
        camera.Take(10, 320);

        server.Freeze();
        camera.Until("given up", CameraState.Waiting);
        server.GoOn();
        camera.Until("live after the freeze", CameraState.Live);
        camera.Take(10, 320);
        camera.End(connections: 3);
    }

    [Fact]
    public void Garbage_from_the_network_is_survived()
    {
        using RtspServer server = new();
        using CorruptingProxy proxy = new(server.Port);
        using Watched camera = new(RtspServer.Url(proxy.Port), log);
        camera.Until("live", CameraState.Live);
        camera.Take(10, 160);

        proxy.Garbage = 0.01; // some pictures are damaged, some packets lose their place
        camera.Watch(TimeSpan.FromSeconds(2));
        proxy.Garbage = 1; // nothing is left of the stream
        camera.UntilNot("gone", CameraState.Live);
        proxy.Garbage = 0;
        camera.Until("live after garbage", CameraState.Live);
        camera.Take(10, 160);
        camera.End(connections: 1);
    }

    [Fact]
    public void The_program_recognises_a_network_camera_and_tells_its_state()
    {
        using RtspServer server = new();
        JsonElement report = HostProcess.Json("run", "--model", models.Small.Directory, "--source", server.Address, "--seconds", "6", "--threads", "1");
        Assert.True(report.GetProperty("frames").GetProperty("processed").GetInt32() >= 1, report.ToString());
        JsonElement camera = report.GetProperty("camera");
        Assert.Contains(camera.GetProperty("state").GetString(), (string[])["live", "silent"]); // silent: the machine is too busy to send
        Assert.Equal(1, camera.GetProperty("connections").GetInt32());
    }

    [Fact]
    public void A_frozen_camera_holds_up_neither_the_end_of_the_program_nor_another_camera()
    {
        using RtspServer frozen = new(), good = new();
        using Watched first = new(frozen.Address, log), second = new(good.Address, log);
        first.Until("live", CameraState.Live);
        second.Until("live", CameraState.Live);
        frozen.Freeze();
        first.UntilNot("silent", CameraState.Live);
        second.Take(25, 160);
        second.End(connections: 1);
        long start = Stopwatch.GetTimestamp();
        first.End(connections: 1);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(10), $"the end took {Stopwatch.GetElapsedTime(start)}");
    }

    /// <summary>A camera under a pump whose frames are taken as they come; its states are written down.</summary>
    private sealed class Watched : IDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

        private readonly LiveSource source;
        private readonly CapturePump pump;
        private readonly ITestOutputHelper log;
        private readonly Thread consumer;
        private readonly object gate = new();
        private int frames;
        private int width;
        private TimeSpan newest = -TimeSpan.FromTicks(1);
        private string? wrong;

        public Watched(string address, ITestOutputHelper log)
        {
            this.log = log;
            source = (LiveSource)FrameSources.Open(address, TimeProvider.System);
            source.Changed += status => log.WriteLine($"{status.Since.TotalSeconds,7:0.00} s {status.State}: {status.Words}");
            pump = new CapturePump(source, new SegmentSampler(TimeSpan.FromTicks(1)));
            consumer = new Thread(Consume);
            pump.Start();
            consumer.Start();
        }

        /// <summary>Waits until the camera is in a state.</summary>
        public void Until(string what, CameraState state) => Wait(what, () => source.Status.State == state);

        public void UntilNot(string what, CameraState state) => Wait(what, () => source.Status.State != state);

        /// <summary>Waits for so many new frames of a width.</summary>
        public void Take(int more, int ofWidth)
        {
            int goal;
            lock (gate)
                goal = frames + more;
            Wait($"{more} frames", () => frames >= goal && width == ofWidth);
        }

        /// <summary>Looks on for a while: whatever comes, comes.</summary>
        public void Watch(TimeSpan time)
        {
            lock (gate)
                Monitor.Wait(gate, time);
            Assert.Null(wrong);
        }

        public void End(int connections)
        {
            Dispose();
            Assert.Null(wrong);
            FrameCounts counts = pump.Counts;
            log.WriteLine($"{counts}");
            Assert.Equal(counts.Captured, counts.Processed + counts.Dropped + counts.Failed);
            Assert.True(source.Status.Connections >= connections);
        }

        public void Dispose()
        {
            pump.Dispose();
            consumer.Join();
            source.Dispose();
        }

        private void Wait(string what, Func<bool> come)
        {
            long start = Stopwatch.GetTimestamp();
            lock (gate)
            {
                while (!come() && wrong is null)
                {
                    Assert.True(Stopwatch.GetElapsedTime(start) < Patience, $"{what}: not within {Patience}, but {source.Status}");
                    Monitor.Wait(gate, 20);
                }
            }

            Assert.Null(wrong);
            log.WriteLine($"{what} after {Stopwatch.GetElapsedTime(start).TotalSeconds:0.00} s");
        }

        private void Consume()
        {
            while (pump.Take() is { } frame)
            {
                lock (gate)
                {
                    if (frame.Time <= newest)
                        wrong = $"{frame.Time} came after {newest}";
                    (frames, width, newest) = (frames + 1, frame.Width, frame.Time);
                }

                pump.Return(frame, FrameFate.Processed);
            }
        }
    }
}
