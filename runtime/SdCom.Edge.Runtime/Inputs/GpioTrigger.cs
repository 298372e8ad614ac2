using System.Device.Gpio;

namespace SdCom.Edge.Runtime.Inputs;

/// <summary>Tells a trigger the level of a pin. A chip that goes away, as one on USB can, is told and waited for.</summary>
public sealed class GpioTrigger : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1); // the official binding does not tell that a chip is gone: the pin is read now and then

    private readonly object gate = new();
    private readonly Func<GpioDriver> open;
    private readonly int pin;
    private readonly PinMode mode;
    private readonly bool activeLow;
    private readonly Trigger trigger;
    private readonly ITimer timer;
    private GpioController? controller;
    private bool ended;

    /// <param name="open">Opens the chip, anew after it was away.</param>
    /// <param name="pin">The line's number on its chip.</param>
    /// <param name="mode">Input, with or without a resistor.</param>
    /// <param name="activeLow">Whether on is a low level, as with a button to ground.</param>
    /// <param name="trigger">Told of every change.</param>
    /// <param name="clock">Says when to look whether the chip is there.</param>
    /// <exception cref="IOException">The chip is not there at the start, or the pin may not be used.</exception>
    public GpioTrigger(Func<GpioDriver> open, int pin, PinMode mode, bool activeLow, Trigger trigger, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        this.open = open;
        this.pin = pin;
        this.mode = mode;
        this.activeLow = activeLow;
        this.trigger = trigger;
        Connect();
        timer = clock.CreateTimer(_ => Look(), null, Period, Period);
    }

    public void Dispose()
    {
        lock (gate)
        {
            ended = true;
            timer.Dispose();
            controller?.Dispose();
        }
    }

    private void Connect()
    {
        controller = new GpioController(PinNumberingScheme.Logical, open());
        try
        {
            controller.OpenPin(pin, mode);
            trigger.Set((bool)controller.Read(pin) != activeLow);
            controller.RegisterCallbackForPinValueChangedEvent(pin, PinEventTypes.Rising | PinEventTypes.Falling, (_, change) => trigger.Set((change.ChangeType == PinEventTypes.Rising) != activeLow));
        }
        catch
        {
            Disconnect();
            throw;
        }
    }

    private void Disconnect()
    {
        controller?.Dispose();
        controller = null;
    }

    private void Look()
    {
        lock (gate)
        {
            if (ended)
                return;
            try
            {
                if (controller is not null)
                {
                    controller.Read(pin);
                    return;
                }

                Connect();
                trigger.Report(null);
            }
            catch (IOException problem)
            {
                Disconnect();
                trigger.Report(problem.Message);
            }
        }
    }
}
