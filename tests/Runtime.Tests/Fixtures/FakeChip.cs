using System.Device.Gpio;

namespace SdCom.Edge.Runtime.Tests.Fixtures;

/// <summary>Pins that exist on paper: what is written is noted with its time, and a test can press buttons.</summary>
internal sealed class FakeChip(TimeProvider clock) : GpioDriver
{
    private readonly Dictionary<int, PinMode> modes = [];
    private readonly Dictionary<int, PinValue> values = [];
    private readonly List<(int Pin, PinEventTypes Types, PinChangeEventHandler Callback)> callbacks = [];
    private readonly List<(double Seconds, bool High)> written = [];

    /// <summary>What was written, with its time.</summary>
    public (double Seconds, bool High)[] Written
    {
        get
        {
            lock (written)
                return [.. written];
        }
    }

    /// <summary>Whether reading and writing fail, as when a USB chip is pulled out.</summary>
    public bool IsGone { get; set; }

    public bool IsDisposed { get; private set; }

    protected override int PinCount => 40;

    /// <summary>Brings an input to a level, from outside.</summary>
    public void Drive(int pin, bool high)
    {
        PinEventTypes change = high ? PinEventTypes.Rising : PinEventTypes.Falling;
        values[pin] = high;
        foreach ((int Pin, PinEventTypes Types, PinChangeEventHandler Callback) entry in callbacks.Where(entry => entry.Pin == pin && (entry.Types & change) != 0).ToArray())
            entry.Callback(this, new PinValueChangedEventArgs(change, pin));
    }

    protected override int ConvertPinNumberToLogicalNumberingScheme(int pinNumber) => pinNumber;

    protected override void OpenPin(int pinNumber) => modes[pinNumber] = PinMode.Input;

    protected override void ClosePin(int pinNumber) => modes.Remove(pinNumber);

    protected override void SetPinMode(int pinNumber, PinMode mode) => modes[pinNumber] = mode;

    protected override PinMode GetPinMode(int pinNumber) => modes[pinNumber];

    protected override bool IsPinModeSupported(int pinNumber, PinMode mode) => true;

    protected override PinValue Read(int pinNumber) => IsGone ? throw new IOException("No such device") : values.GetValueOrDefault(pinNumber);

    protected override void Write(int pinNumber, PinValue value)
    {
        if (IsGone)
            throw new IOException("No such device");
        values[pinNumber] = value;
        lock (written)
            written.Add((Math.Round(clock.GetElapsedTime(0).TotalSeconds, 3), (bool)value));
    }

    protected override WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken) => new() { TimedOut = true };

    protected override void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback) => callbacks.Add((pinNumber, eventTypes, callback));

    protected override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback) => callbacks.RemoveAll(entry => entry.Pin == pinNumber && entry.Callback == callback);

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
