using System.Device.Gpio;

namespace SdCom.Edge.Runtime.Inputs;

/// <summary>Tells a trigger the level of a pin.</summary>
public sealed class GpioTrigger : IDisposable
{
    private readonly GpioController controller;
    private readonly PinChangeEventHandler changed;
    private readonly int pin;

    /// <param name="driver">The chip; disposed with the trigger.</param>
    /// <param name="pin">The line's number on its chip.</param>
    /// <param name="mode">Input, with or without a resistor.</param>
    /// <param name="activeLow">Whether on is a low level, as with a button to ground.</param>
    /// <param name="trigger">Told of every change.</param>
    public GpioTrigger(GpioDriver driver, int pin, PinMode mode, bool activeLow, Trigger trigger)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        this.pin = pin;
        controller = new GpioController(PinNumberingScheme.Logical, driver);
        controller.OpenPin(pin, mode);
        changed = (_, change) => trigger.Set((change.ChangeType == PinEventTypes.Rising) != activeLow);
        trigger.Set((bool)controller.Read(pin) != activeLow);
        controller.RegisterCallbackForPinValueChangedEvent(pin, PinEventTypes.Rising | PinEventTypes.Falling, changed);
    }

    public void Dispose()
    {
        controller.UnregisterCallbackForPinValueChangedEvent(pin, changed);
        controller.Dispose();
    }
}
