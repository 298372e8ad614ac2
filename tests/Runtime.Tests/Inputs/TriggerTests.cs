using System.Collections.Concurrent;
using System.Device.Gpio;
using System.IO.Ports;
using SdCom.Edge.Core.Recognition;
using SdCom.Edge.Runtime.Capture;
using SdCom.Edge.Runtime.Inputs;
using SdCom.Edge.Runtime.Tests.Fixtures;
using SdCom.Edge.Runtime.Tests.Host;

namespace SdCom.Edge.Runtime.Tests.Inputs;

public class TriggerTests(Models models)
{
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(10);

    private readonly FakeTime time = new();

    [Fact]
    public void A_level_runs_while_it_is_on_and_for_a_while_after()
    {
        Trigger trigger = new(TriggerMode.Level, Hold, time);
        Assert.False(trigger.IsActive);
        trigger.Set(true);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(trigger.IsActive);
        trigger.Set(false);
        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.True(trigger.IsActive);
        time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.False(trigger.IsActive);
        Assert.Equal(1, trigger.Activations);
    }

    [Fact]
    public void A_button_starts_and_pauses()
    {
        Trigger trigger = new(TriggerMode.Toggle, Hold, time);
        foreach (bool expected in (bool[])[true, false, true])
        {
            trigger.Set(true);
            trigger.Set(true); // a level that is told twice is one press
            trigger.Set(false);
            Assert.Equal(expected, trigger.IsActive);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_pin_triggers(bool activeLow)
    {
        using FakeChip chip = new(time);
        chip.Drive(4, activeLow);
        Trigger trigger = new(TriggerMode.Level, TimeSpan.Zero, time);
        using GpioTrigger pin = new(() => chip, 4, activeLow ? PinMode.InputPullUp : PinMode.Input, activeLow, trigger, time);
        Assert.False(trigger.IsActive);
        chip.Drive(4, !activeLow);
        Assert.True(trigger.IsActive);
        chip.Drive(4, activeLow);
        Assert.False(trigger.IsActive);
    }

    [Fact]
    public void While_the_chip_of_a_pin_is_away_recognition_runs_and_its_return_is_noticed()
    {
        FakeTime time = new();
        FakeChip chip = new(time);
        Trigger trigger = new(TriggerMode.Level, TimeSpan.Zero, time);
        using GpioTrigger pin = new(() => chip.IsGone ? throw new IOException("No such device") : chip = new(time), 4, PinMode.Input, activeLow: false, trigger, time);
        Assert.False(trigger.IsActive);
        chip.IsGone = true;
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((true, "No such device", true), (trigger.IsActive, trigger.Problem, chip.IsDisposed));
        chip.IsGone = false;
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((false, null), (trigger.IsActive, trigger.Problem));
        chip.Drive(4, true);
        Assert.True(trigger.IsActive);
    }

    [Fact]
    public void A_serial_port_triggers_and_recognition_runs_while_it_is_away()
    {
        using SerialCable cable = new(models.NewPath());
        using SerialPort far = new(cable.Far, 115200);
        far.Open();
        ConcurrentQueue<bool> lost = [];
        Trigger trigger = new(TriggerMode.Level, TimeSpan.Zero, TimeProvider.System) { OnLost = problem => lost.Enqueue(problem is not null) };
        using SerialTrigger serial = new(cable.Near, 115200, trigger, TimeProvider.System, new Random(1));
        far.Write("nonsense\r\nstart\r\n");
        Tools.Until(() => trigger.IsActive);
        far.Write("0\n");
        Tools.Until(() => !trigger.IsActive);
        cable.Unplug();
        Tools.Until(() => trigger.IsActive && trigger.Problem is not null);
        cable.Plug();
        Tools.Until(() => !trigger.IsActive && trigger.Problem is null && lost.Count == 2);
        Assert.Equal([true, false], lost); // once each, however often it was tried
    }

    [Fact]
    public void A_run_says_that_its_trigger_is_not_there()
    {
        string port = models.NewPath();
        (int code, string output, string errors) = HostProcess.Run("run", "--model", models.Small.Directory, "--source", "synthetic:hover", "--threads", "1", "--seconds", "1", "--trigger", $"serial:{port}");
        Assert.True(code == 0, errors);
        Assert.Matches($"^sdcom: trigger serial:{port}: [^\n]+; recognition runs until it is there.\n$", errors);
        Assert.Contains("trigger", output, StringComparison.Ordinal);
    }

    [Fact]
    public void No_frame_is_decoded_or_due_while_recognition_pauses_and_a_new_epoch_begins_after()
    {
        bool wanted = true;
        int pauses = 0;
        using FakeCamera camera = new(30, 10, live: false) { BeforeGrab = frame => wanted = frame is < 10 or >= 20 };
        using CapturePump pump = new(camera, new SegmentSampler(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100))) { Wanted = () => wanted, Paused = () => pauses++ };
        pump.Start();
        List<(double Seconds, int Epoch)> seen = [];
        while (pump.Take() is { } frame)
        {
            seen.Add((frame.Time.TotalSeconds, frame.Epoch));
            pump.Return(frame, FrameFate.Processed);
        }

        Assert.Equal(20, camera.Decoded);
        Assert.Equal(20, pump.Counts.Captured);
        Assert.Equal(1, pauses);
        Assert.Single(seen.Where(frame => frame.Seconds < 1).Select(frame => frame.Epoch).Distinct());
        int resumed = Assert.Single(seen.Where(frame => frame.Seconds >= 2).Select(frame => frame.Epoch).Distinct());
        Assert.NotEqual(seen[0].Epoch, resumed);
    }
}
