using System.Device.Gpio.Drivers;
using SdCom.Edge.Runtime.Outputs.Gpio;
using SdCom.Edge.Runtime.Outputs.Queue;
using SdCom.Edge.Runtime.Tests.Fixtures;

namespace SdCom.Edge.Runtime.Tests.Outputs.Gpio;

public sealed class GpioTests : IDisposable
{
    private readonly FakeTime time = new();
    private readonly FakeChip chip;

    public GpioTests()
    {
        chip = new FakeChip(time);
    }

    public void Dispose() => chip.Dispose();

    [Fact]
    public void A_pulse_is_as_long_as_asked_for_and_a_second_action_makes_it_longer()
    {
        using GpioDelivery pin = Open(PinShape.Pulse, 0.5);
        Deliver(pin, Messages.Began());
        Wait(pin, 0.3);
        Deliver(pin, Messages.Ended());
        Deliver(pin, Messages.Began(start: 3));
        Wait(pin, 1);
        Assert.Equal([(0, false), (0, true), (0.8, false)], chip.Written);
    }

    [Fact]
    public void A_level_lasts_as_long_as_any_camera_sees_an_action()
    {
        using GpioDelivery pin = Open(PinShape.Level, 1);
        Deliver(pin, Messages.Began(camera: "front"));
        Wait(pin, 1);
        Deliver(pin, Messages.Began(camera: "back"));
        Wait(pin, 1);
        Deliver(pin, Messages.Ended(camera: "front"));
        Wait(pin, 1);
        Deliver(pin, Messages.Ended(camera: "back"));
        Assert.Equal([(0, false), (0, true), (3, false)], chip.Written);
    }

    [Fact]
    public void Blinking_goes_on_and_off_and_ends_off()
    {
        using GpioDelivery pin = Open(PinShape.Blink, 1);
        Deliver(pin, Messages.Began());
        Wait(pin, 1.2);
        Deliver(pin, Messages.Ended());
        Wait(pin, 2);
        Assert.Equal([(0, false), (0, true), (0.5, false), (1, true), (1.2, false)], chip.Written);
    }

    [Fact]
    public void Active_low_turns_every_level_round()
    {
        using GpioDelivery pin = Open(PinShape.Level, 1, activeLow: true);
        Deliver(pin, Messages.Began());
        Assert.Equal([(0, true), (0, false)], chip.Written);
    }

    [Fact]
    public void The_end_leaves_the_pin_off_and_the_chip_closed()
    {
        GpioDelivery pin = Open(PinShape.Level, 1);
        Deliver(pin, Messages.Began());
        pin.Dispose();
        Assert.False(chip.Written[^1].High);
        Assert.True(chip.IsDisposed);
    }

    [Fact]
    public void A_chip_that_is_pulled_out_is_a_state_and_shows_what_it_missed_when_it_is_back()
    {
        QueuedOutput output = new("gpio", new GpioDelivery(() => chip, 17, new PinPattern(PinShape.Level, TimeSpan.Zero), false, time), time, new Random(1));
        output.Start();
        Tools.Until(() => output.Status.State == OutputState.Connected);
        chip.IsGone = true;
        output.Begin(new(12, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), 0.9f), "wave_off");
        Tools.Until(() => output.Status.State == OutputState.Waiting);
        Assert.Equal("No such device", output.Status.Problem);
        chip.IsGone = false;
        time.Advance(TimeSpan.FromSeconds(2));
        Tools.Until(() => output.Status.Sent == 1);
        Assert.True(chip.Written[^1].High);
        output.Dispose();
        Assert.False(chip.Written[^1].High);
    }

    [Fact]
    public void A_machine_without_the_chip_is_told_in_one_line()
    {
        Exception problem = Assert.ThrowsAny<Exception>(() => new LibGpiodDriver(97));
        Assert.Matches("^(/dev/gpiochip97: No such file or directory|libgpiod.so.2 is missing; install it: apt-get install libgpiod2)$", problem.Message);
    }

    private GpioDelivery Open(PinShape shape, double seconds, bool activeLow = false)
    {
        GpioDelivery pin = new(() => chip, 17, new PinPattern(shape, TimeSpan.FromSeconds(seconds)), activeLow, time);
        pin.Open(TestContext.Current.CancellationToken);
        return pin;
    }

    private static void Deliver(GpioDelivery pin, in OutputMessage message) => pin.Deliver(message, TestContext.Current.CancellationToken);

    // Lets time pass as the queue does: it tends to the pin when asked to.
    private void Wait(GpioDelivery pin, double seconds)
    {
        for (TimeSpan left = TimeSpan.FromSeconds(seconds); left > TimeSpan.Zero;)
        {
            TimeSpan idle = pin.Tend();
            TimeSpan step = idle == Timeout.InfiniteTimeSpan || idle > left ? left : idle;
            time.Advance(step);
            left -= step;
        }

        pin.Tend();
    }
}
