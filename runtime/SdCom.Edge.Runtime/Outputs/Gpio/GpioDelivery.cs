using System.Device.Gpio;
using SdCom.Edge.Core;
using SdCom.Edge.Runtime.Outputs.Queue;

namespace SdCom.Edge.Runtime.Outputs.Gpio;

/// <summary>Shows actions on a pin. Whatever happens, the pin is off when it is opened and when the program ends in good order.</summary>
public sealed class GpioDelivery : IDelivery
{
    private readonly Func<GpioDriver> open;
    private readonly int pin;
    private readonly PinPattern pattern;
    private readonly bool activeLow;
    private readonly TimeProvider clock;
    private readonly long start;
    private GpioController? controller;
    private bool? shown;

    /// <param name="open">Opens the chip, anew after every fault.</param>
    /// <param name="pin">The line's number on its chip.</param>
    /// <param name="pattern">How it shows actions.</param>
    /// <param name="activeLow">Whether on is a low level, as with many relay boards.</param>
    /// <param name="clock">The time of pulses.</param>
    public GpioDelivery(Func<GpioDriver> open, int pin, PinPattern pattern, bool activeLow, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        this.open = open;
        this.pin = pin;
        this.pattern = pattern;
        this.activeLow = activeLow;
        this.clock = clock;
        start = clock.GetTimestamp();
    }

    private TimeSpan Now => clock.GetElapsedTime(start);

    public void Open(CancellationToken cancel)
    {
        controller?.Dispose();
        controller = null;
        pattern.Clear(); // what went on before the fault may have ended meanwhile
        Guard(() =>
        {
            controller = new GpioController(PinNumberingScheme.Logical, open());
            controller.OpenPin(pin, PinMode.Output, Level(false));
            shown = false;
        });
    }

    public void Deliver(in OutputMessage message, CancellationToken cancel)
    {
        pattern.Add(message, Now);
        Tend();
    }

    public TimeSpan Tend()
    {
        (bool isOn, TimeSpan wait) = pattern.At(Now);
        if (isOn != shown)
            Guard(() => controller!.Write(pin, Level(isOn)));
        shown = isOn;
        return wait;
    }

    public void Dispose()
    {
        try
        {
            if (shown is not null)
                controller?.Write(pin, Level(false));
            controller?.Dispose();
        }
        catch (Exception problem) when (problem is IOException or InvalidOperationException)
        {
            // the chip is gone, and the pin with it
        }
    }

    /// <summary>Refuses a machine without the library; a chip may still come.</summary>
    /// <exception cref="InputException">It is missing.</exception>
    public static void CheckLibrary(int chip)
    {
        try
        {
            OpenChip(chip).Dispose();
        }
        catch (IOException)
        {
            // the library is there, and the missing chip a state
        }
    }

    /// <summary>Opens a chip of the kernel's.</summary>
    /// <exception cref="InputException">The library is missing.</exception>
    /// <exception cref="IOException">There is no such chip, or it may not be used.</exception>
    public static GpioDriver OpenChip(int chip)
    {
        try
        {
            return new System.Device.Gpio.Drivers.LibGpiodDriver(chip);
        }
        catch (PlatformNotSupportedException problem)
        {
            throw new InputException($"gpio: {problem.Message}", problem);
        }
    }

    private static void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception problem) when (problem is IOException or InvalidOperationException or InputException)
        {
            throw new DeliveryException(problem.Message, problem is IOException ? DeliveryFault.Broken : DeliveryFault.Lasting, problem);
        }
    }

    private PinValue Level(bool isOn) => isOn != activeLow;
}
