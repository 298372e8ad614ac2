using System.Device.Gpio.Drivers;

namespace System.Device.Gpio;

/// <summary>An open pin.</summary>
public class GpioPin
{
    private readonly GpioController controller;

    internal GpioPin(int pinNumber, GpioController controller)
    {
        PinNumber = pinNumber;
        this.controller = controller;
    }

    public virtual int PinNumber { get; }

    public virtual PinValue Read() => controller.Read(PinNumber);

    public virtual void Write(PinValue value) => controller.Write(PinNumber, value);
}

/// <summary>Opens, reads and writes pins, and tells their changes.</summary>
public class GpioController : IDisposable
{
    private readonly GpioDriver driver;
    private readonly PinNumberingScheme scheme;
    private readonly Dictionary<int, GpioPin> open = [];

    /// <summary>The pins of the first chip.</summary>
    public GpioController()
        : this(PinNumberingScheme.Logical)
    {
    }

    public GpioController(PinNumberingScheme numberingScheme)
        : this(numberingScheme, new LibGpiodDriver())
    {
    }

    public GpioController(PinNumberingScheme numberingScheme, GpioDriver driver)
    {
        ArgumentNullException.ThrowIfNull(driver);
        this.driver = driver;
        scheme = numberingScheme;
    }

    public virtual int PinCount => driver.PinCount;

    public GpioPin OpenPin(int pinNumber)
    {
        if (IsPinOpen(pinNumber))
            return open[pinNumber];
        driver.OpenPin(Logical(pinNumber));
        return open[pinNumber] = new GpioPin(pinNumber, this);
    }

    public GpioPin OpenPin(int pinNumber, PinMode mode)
    {
        GpioPin pin = OpenPin(pinNumber);
        SetPinMode(pinNumber, mode);
        return pin;
    }

    public GpioPin OpenPin(int pinNumber, PinMode mode, PinValue initialValue)
    {
        GpioPin pin = OpenPin(pinNumber);
        CheckMode(pinNumber, mode);
        driver.SetPinMode(Logical(pinNumber), mode, initialValue);
        return pin;
    }

    public void ClosePin(int pinNumber)
    {
        CheckOpen(pinNumber);
        driver.ClosePin(Logical(pinNumber));
        open.Remove(pinNumber);
    }

    public virtual void SetPinMode(int pinNumber, PinMode mode)
    {
        CheckOpen(pinNumber);
        CheckMode(pinNumber, mode);
        driver.SetPinMode(Logical(pinNumber), mode);
    }

    public virtual PinMode GetPinMode(int pinNumber)
    {
        CheckOpen(pinNumber);
        return driver.GetPinMode(Logical(pinNumber));
    }

    public virtual bool IsPinOpen(int pinNumber) => open.ContainsKey(pinNumber);

    public virtual bool IsPinModeSupported(int pinNumber, PinMode mode) => driver.IsPinModeSupported(Logical(pinNumber), mode);

    public virtual PinValue Read(int pinNumber)
    {
        CheckOpen(pinNumber);
        return driver.Read(Logical(pinNumber));
    }

    public virtual void Write(int pinNumber, PinValue value)
    {
        CheckOpen(pinNumber);
        if (driver.GetPinMode(Logical(pinNumber)) != PinMode.Output)
            throw new InvalidOperationException($"Can not write to pin {pinNumber} because it is not set to Output mode.");
        driver.Write(Logical(pinNumber), value);
    }

    public virtual void RegisterCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback)
    {
        CheckOpen(pinNumber);
        driver.AddCallbackForPinValueChangedEvent(Logical(pinNumber), eventTypes, callback);
    }

    public virtual void UnregisterCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback)
    {
        CheckOpen(pinNumber);
        driver.RemoveCallbackForPinValueChangedEvent(Logical(pinNumber), callback);
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        foreach (int pin in open.Keys.ToArray())
            ClosePin(pin);
        driver.Dispose();
    }

    private int Logical(int pinNumber) => scheme == PinNumberingScheme.Logical ? pinNumber : driver.ConvertPinNumberToLogicalNumberingScheme(pinNumber);

    private void CheckOpen(int pinNumber)
    {
        if (!IsPinOpen(pinNumber))
            throw new InvalidOperationException($"Pin {pinNumber} is not open.");
    }

    private void CheckMode(int pinNumber, PinMode mode)
    {
        if (!IsPinModeSupported(pinNumber, mode))
            throw new InvalidOperationException($"Pin {pinNumber} does not support mode {mode}.");
    }
}
