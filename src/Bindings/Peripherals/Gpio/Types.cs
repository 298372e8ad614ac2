namespace System.Device.Gpio;

/// <summary>What a pin does.</summary>
public enum PinMode
{
    Input = 0,
    Output = 1,
    InputPullDown = 2,
    InputPullUp = 3,
}

/// <summary>What a pin's number means.</summary>
public enum PinNumberingScheme
{
    /// <summary>The kernel's number of the line on its chip.</summary>
    Logical = 0,

    /// <summary>The position on the board's header.</summary>
    Board = 1,
}

/// <summary>Changes of a pin.</summary>
[Flags]
public enum PinEventTypes
{
    None = 0,
    Rising = 1,
    Falling = 2,
}

/// <summary>Told a change of a pin.</summary>
public delegate void PinChangeEventHandler(object sender, PinValueChangedEventArgs pinValueChangedEventArgs);

/// <summary>A change of a pin.</summary>
public class PinValueChangedEventArgs : EventArgs
{
    public PinValueChangedEventArgs(PinEventTypes changeType, int pinNumber)
    {
        ChangeType = changeType;
        PinNumber = pinNumber;
    }

    public PinEventTypes ChangeType { get; }

    public int PinNumber { get; }
}

/// <summary>What waiting for a change brought.</summary>
public struct WaitForEventResult
{
    public PinEventTypes EventTypes;

    public bool TimedOut;
}
