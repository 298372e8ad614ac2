using SdCom.Edge.Runtime.Capture.Live;
using SdCom.Edge.Runtime.Recognition;
using SdCom.Edge.Runtime.Service;
using SdCom.Edge.Runtime.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Host;

namespace SdCom.Edge.Runtime.Tests.Service;

public sealed class ServiceWatchTests(Models models) : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTime time = new();
    private readonly ServiceManager manager = new(models.NewPath(".socket"));

    [Fact]
    public void It_is_ready_with_the_first_frame_alive_with_every_further_one_and_stopping_once()
    {
        RunStatus camera = new(models.Small, null);
        using (ServiceWatch watch = Watch(30 * Second, camera))
        {
            time.Advance(Second);
            Assert.Empty(manager.Waiting());
            camera.FrameHandled();
            time.Advance(Second);
            Assert.Equal(["READY=1"], manager.Waiting());
            camera.FrameHandled();
            time.Advance(Second);
            Assert.Equal(["WATCHDOG=1"], manager.Waiting());
            watch.Stopping();
            camera.FrameHandled();
            time.Advance(Second);
        }

        Assert.Equal(["STOPPING=1"], manager.Waiting());
    }

    [Fact]
    public void A_run_that_hangs_while_pictures_come_shows_no_sign_of_life()
    {
        RunStatus camera = new(models.Small, null);
        using ServiceWatch watch = Watch(30 * Second, camera);
        camera.Publish(new CameraStatus(CameraState.Live, TimeSpan.Zero, 1, null, TimeSpan.Zero));
        camera.FrameHandled();
        for (int i = 0; i < 40; i++)
            time.Advance(Second);
        Assert.Equal(["READY=1"], manager.Waiting());
    }

    [Fact]
    public void A_lost_camera_is_no_reason_to_be_started_anew()
    {
        RunStatus camera = new(models.Small, null);
        using ServiceWatch watch = Watch(30 * Second, camera);
        camera.FrameHandled();
        time.Advance(Second);
        camera.Publish(new CameraStatus(CameraState.Waiting, TimeSpan.Zero, 1, "unplugged", Second));
        time.Advance(Second);
        time.Advance(Second);
        Assert.Equal(["READY=1", "WATCHDOG=1", "WATCHDOG=1"], manager.Waiting());
    }

    [Fact]
    public void Signs_of_life_come_four_times_within_a_short_watchdog_and_not_at_all_without_one()
    {
        RunStatus camera = new(models.Small, null);
        using (ServiceWatch watch = Watch(Second, camera))
        {
            for (int i = 0; i < 5; i++)
            {
                camera.FrameHandled();
                time.Advance(Second / 4);
            }
        }

        Assert.Equal(["READY=1", "WATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1", "STOPPING=1"], manager.Waiting());
        using ServiceWatch unwatched = Watch(null, camera);
        for (int i = 0; i < 3; i++)
        {
            camera.FrameHandled();
            time.Advance(Second);
        }

        Assert.Equal(["READY=1"], manager.Waiting());
    }

    [Fact]
    public void Abstract_names_are_understood_and_a_manager_that_is_gone_harms_nobody()
    {
        string name = $"@sdcom-{Guid.NewGuid():n}";
        using NotifySocket socket = NotifySocket.Open(name)!;
        using (ServiceManager listening = new(name))
        {
            Assert.True(socket.Tell("READY=1"));
            Assert.Equal("READY=1", listening.Next());
        }

        Assert.False(socket.Tell("WATCHDOG=1"));
        Assert.Null(NotifySocket.Open(null));
        Assert.Null(NotifySocket.Open("vsock:2:1234"));
    }

    [Theory]
    [InlineData("30000000", null, 30)]
    [InlineData("30000000", "77", 30)]
    [InlineData("30000000", "78", null)]
    [InlineData("0", null, null)]
    [InlineData("soon", null, null)]
    [InlineData(null, null, null)]
    public void The_watchdog_of_another_process_or_a_senseless_one_is_none(string? microseconds, string? process, int? seconds)
        => Assert.Equal(seconds is { } given ? TimeSpan.FromSeconds(given) : null, ServiceWatch.Watchdog(microseconds, process, self: 77));

    [Fact]
    public void The_program_tells_its_manager_from_ready_to_stopping()
    {
        Dictionary<string, string> environment = new() { ["NOTIFY_SOCKET"] = manager.Address, ["WATCHDOG_USEC"] = "1600000" };
        using HostProcess host = HostProcess.Start(environment, "run", "--model", models.Small.Directory, "--source", "synthetic:hover", "--threads", "1", "--json");
        Assert.Equal("READY=1", manager.Next());
        Assert.Equal("WATCHDOG=1", manager.Next());
        host.Terminate();
        string last;
        do
            last = manager.Next();
        while (last == "WATCHDOG=1");
        Assert.Equal("STOPPING=1", last);
        Assert.Equal(0, host.Wait());
    }

    public void Dispose() => manager.Dispose();

    private ServiceWatch Watch(TimeSpan? watchdog, params RunStatus[] cameras) => new(NotifySocket.Open(manager.Address)!, cameras, watchdog, time);
}
