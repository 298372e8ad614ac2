using System.Runtime.InteropServices;

namespace System.Device.Gpio.Drivers;

/// <summary>Drivers of Unix systems.</summary>
public abstract class UnixDriver : GpioDriver
{
}

/// <summary>The lines of one chip of the kernel's, through libgpiod.</summary>
public class LibGpiodDriver : UnixDriver
{
    private const string Consumer = "sdcom";

    private readonly ChipHandle chip;
    private readonly Dictionary<int, Line> lines = [];

    /// <param name="gpioChip">The number in <c>/dev/gpiochipN</c>.</param>
    /// <exception cref="PlatformNotSupportedException">libgpiod is not installed.</exception>
    /// <exception cref="IOException">There is no such chip, or it may not be used.</exception>
    public LibGpiodDriver(int gpioChip = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(gpioChip);
        try
        {
            chip = LibGpiod.gpiod_chip_open_by_number((uint)gpioChip);
        }
        catch (DllNotFoundException problem)
        {
            throw new PlatformNotSupportedException($"{LibGpiod.Library} is missing; install it: apt-get install libgpiod2", problem);
        }

        if (chip.IsInvalid)
            throw new IOException($"/dev/gpiochip{gpioChip}: {Words()}");
    }

    protected internal override int PinCount => (int)LibGpiod.gpiod_chip_num_lines(chip);

    protected internal override int ConvertPinNumberToLogicalNumberingScheme(int pinNumber) =>
        throw new PlatformNotSupportedException("This driver is generic so it can not perform conversions between pin numbering schemes.");

    protected internal override void OpenPin(int pinNumber)
    {
        nint line = LibGpiod.gpiod_chip_get_line(chip, (uint)pinNumber);
        lines[pinNumber] = line != 0 ? new Line(line) : throw new IOException($"pin {pinNumber}: {Words()}");
    }

    protected internal override void ClosePin(int pinNumber)
    {
        if (lines.Remove(pinNumber, out Line? line))
            line.Release();
    }

    protected internal override void SetPinMode(int pinNumber, PinMode mode) => SetPinMode(pinNumber, mode, PinValue.Low);

    protected internal override void SetPinMode(int pinNumber, PinMode mode, PinValue initialValue)
    {
        Line line = lines[pinNumber];
        line.Release();
        Check(pinNumber, mode == PinMode.Output
            ? LibGpiod.gpiod_line_request_output(line.Pointer, Consumer, (int)initialValue)
            : LibGpiod.gpiod_line_request_input_flags(line.Pointer, Consumer, Bias(mode)));
        (line.Mode, line.IsRequested) = (mode, true);
    }

    protected internal override PinMode GetPinMode(int pinNumber) => lines[pinNumber].Mode;

    protected internal override bool IsPinModeSupported(int pinNumber, PinMode mode) => mode is PinMode.Input or PinMode.Output or PinMode.InputPullDown or PinMode.InputPullUp;

    protected internal override PinValue Read(int pinNumber)
    {
        int value = LibGpiod.gpiod_line_get_value(lines[pinNumber].Pointer);
        Check(pinNumber, Math.Min(value, 0));
        return value;
    }

    protected internal override void Write(int pinNumber, PinValue value) => Check(pinNumber, LibGpiod.gpiod_line_set_value(lines[pinNumber].Pointer, (int)value));

    protected internal override WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken)
    {
        Line line = lines[pinNumber];
        Watch(pinNumber, line);
        while (!cancellationToken.IsCancellationRequested)
        {
            if (line.Await() is var change && (change & eventTypes) != 0)
                return new WaitForEventResult { EventTypes = change };
        }

        return new WaitForEventResult { TimedOut = true };
    }

    protected internal override void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback)
    {
        Line line = lines[pinNumber];
        lock (line.Callbacks)
            line.Callbacks.Add((eventTypes, callback));
        if (line.Watcher is not null)
            return;
        Watch(pinNumber, line);
        line.Watcher = new Thread(() => Tell(pinNumber, line)) { IsBackground = true, Name = $"gpio {pinNumber}" };
        line.Watcher.Start();
    }

    protected internal override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback)
    {
        lock (lines[pinNumber].Callbacks)
            lines[pinNumber].Callbacks.RemoveAll(entry => entry.Callback == callback);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (Line line in lines.Values)
                line.Release();
            lines.Clear();
            chip?.Dispose();
        }

        base.Dispose(disposing);
    }

    private static string Words() => Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());

    private static void Check(int pinNumber, int status)
    {
        if (status < 0)
            throw new IOException($"pin {pinNumber}: {Words()}");
    }

    private static int Bias(PinMode mode) => mode switch
    {
        PinMode.InputPullUp => LibGpiod.BiasPullUp,
        PinMode.InputPullDown => LibGpiod.BiasPullDown,
        _ => 0,
    };

    private static void Watch(int pinNumber, Line line)
    {
        line.Release();
        Check(pinNumber, LibGpiod.gpiod_line_request_both_edges_events_flags(line.Pointer, Consumer, Bias(line.Mode)));
        line.IsRequested = true;
    }

    private void Tell(int pinNumber, Line line)
    {
        while (line.IsRequested)
        {
            PinEventTypes change = line.Await();
            (PinEventTypes Types, PinChangeEventHandler Callback)[] callbacks;
            lock (line.Callbacks)
                callbacks = [.. line.Callbacks];
            foreach ((PinEventTypes types, PinChangeEventHandler callback) in callbacks)
            {
                if ((change & types) != 0)
                    callback(this, new PinValueChangedEventArgs(change, pinNumber));
            }
        }
    }

    /// <summary>A line and who watches it. The pointer is the chip's and lives as long as it.</summary>
    private sealed unsafe class Line(nint pointer)
    {
        private const long SliceNanoseconds = 100_000_000; // a release is noticed after so long

        public nint Pointer => pointer;

        public PinMode Mode { get; set; } = PinMode.Input;

        public volatile bool IsRequested;

        public List<(PinEventTypes Types, PinChangeEventHandler Callback)> Callbacks { get; } = [];

        public Thread? Watcher { get; set; }

        public void Release()
        {
            bool was = IsRequested;
            IsRequested = false;
            if (Watcher is { } thread && thread != Thread.CurrentThread)
                thread.Join();
            Watcher = null;
            if (was)
                LibGpiod.gpiod_line_release(pointer);
        }

        /// <summary>Waits a while for a change.</summary>
        public PinEventTypes Await()
        {
            LibGpiod.TimeSpec slice = new() { Nanoseconds = SliceNanoseconds };
            LibGpiod.LineEvent happened = default;
            int ready = LibGpiod.gpiod_line_event_wait(pointer, &slice);
            if (ready < 0 || (ready > 0 && LibGpiod.gpiod_line_event_read(pointer, &happened) < 0))
            {
                Thread.Sleep(TimeSpan.FromMicroseconds(SliceNanoseconds / 1000)); // the chip is gone: what reads the pin next hears of it
                return PinEventTypes.None;
            }

            if (ready == 0)
                return PinEventTypes.None;
            return happened.Type == LibGpiod.RisingEdge ? PinEventTypes.Rising : PinEventTypes.Falling;
        }
    }
}
