namespace System.Device.Gpio;

/// <summary>What moves the pins: a chip of the kernel's, or a stand-in of a test.</summary>
public abstract class GpioDriver : IDisposable
{
    protected internal abstract int PinCount { get; }

    protected internal abstract int ConvertPinNumberToLogicalNumberingScheme(int pinNumber);

    protected internal abstract void OpenPin(int pinNumber);

    protected internal abstract void ClosePin(int pinNumber);

    protected internal abstract void SetPinMode(int pinNumber, PinMode mode);

    protected internal virtual void SetPinMode(int pinNumber, PinMode mode, PinValue initialValue)
    {
        SetPinMode(pinNumber, mode);
        if (mode == PinMode.Output)
            Write(pinNumber, initialValue);
    }

    protected internal abstract PinMode GetPinMode(int pinNumber);

    protected internal abstract bool IsPinModeSupported(int pinNumber, PinMode mode);

    protected internal abstract PinValue Read(int pinNumber);

    protected internal abstract void Write(int pinNumber, PinValue value);

    protected internal abstract WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken);

    protected internal abstract void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback);

    protected internal abstract void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
