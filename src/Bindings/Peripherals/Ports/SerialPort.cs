using System.ComponentModel;
using System.Device.Interop;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace System.IO.Ports;

/// <summary>A serial port. Settings are made before <see cref="Open"/>; one thread may read while another writes.</summary>
public unsafe class SerialPort : Component
{
    public const int InfiniteTimeout = -1;

    private const nuint WaitingToBeRead = 0x541B; // FIONREAD
    private const nuint WaitingToBeWritten = 0x5411; // TIOCOUTQ

    private SafeFileHandle? file;
    private string portName = "COM1";
    private int baudRate = 9600;
    private int dataBits = 8;
    private int readTimeout = InfiniteTimeout;
    private int writeTimeout = InfiniteTimeout;

    public SerialPort()
    {
    }

    public SerialPort(string portName)
    {
        PortName = portName;
    }

    public SerialPort(string portName, int baudRate)
        : this(portName)
    {
        BaudRate = baudRate;
    }

    public SerialPort(string portName, int baudRate, Parity parity)
        : this(portName, baudRate)
    {
        Parity = parity;
    }

    public SerialPort(string portName, int baudRate, Parity parity, int dataBits)
        : this(portName, baudRate, parity)
    {
        DataBits = dataBits;
    }

    public SerialPort(string portName, int baudRate, Parity parity, int dataBits, StopBits stopBits)
        : this(portName, baudRate, parity, dataBits)
    {
        StopBits = stopBits;
    }

    /// <summary>The device, such as <c>/dev/ttyUSB0</c>.</summary>
    public string PortName
    {
        get => portName;
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(value);
            if (IsOpen)
                throw new InvalidOperationException("The name cannot be changed while the port is open.");
            portName = value;
        }
    }

    /// <summary>Bits a second on the line.</summary>
    public int BaudRate
    {
        get => baudRate;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            Change(() => baudRate = value);
        }
    }

    public Parity Parity { get; set => Change(() => field = value); }

    public int DataBits
    {
        get => dataBits;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 5);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 8);
            Change(() => dataBits = value);
        }
    }

    public StopBits StopBits
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfEqual((int)value, (int)StopBits.None);
            Change(() => field = value);
        }
    } = StopBits.One;

    public Handshake Handshake { get; set => Change(() => field = value); }

    /// <summary>Milliseconds that a read waits for the first byte.</summary>
    public int ReadTimeout
    {
        get => readTimeout;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, InfiniteTimeout);
            readTimeout = value;
        }
    }

    /// <summary>Milliseconds that a write may take.</summary>
    public int WriteTimeout
    {
        get => writeTimeout;
        set
        {
            if (value <= 0 && value != InfiniteTimeout)
                throw new ArgumentOutOfRangeException(nameof(value), value, "The timeout must be positive or InfiniteTimeout.");
            writeTimeout = value;
        }
    }

    public bool IsOpen => file is { IsClosed: false };

    /// <summary>Bytes that have come and were not read.</summary>
    public int BytesToRead => Waiting(WaitingToBeRead);

    /// <summary>Bytes that were written and are not on the line yet.</summary>
    public int BytesToWrite => Waiting(WaitingToBeWritten);

    /// <summary>The serial devices of this machine.</summary>
    public static string[] GetPortNames() => GetPortNames("/");

    internal static string[] GetPortNames(string root)
    {
        string[] patterns = ["ttyS*", "ttyUSB*", "ttyACM*", "ttyAMA*", "ttyTHS*", "ttymxc*", "ttySC*"];
        return [.. patterns.SelectMany(pattern => Directory.EnumerateFiles(Path.Combine(root, "dev"), pattern)).Where(IsReal).Order(StringComparer.Ordinal)];

        bool IsReal(string device) => !Path.GetFileName(device).StartsWith("ttyS", StringComparison.Ordinal) || HasChip(Path.Combine(root, "sys/class/tty", Path.GetFileName(device)));
    }

    // The kernel names the ports that a PC may have, whether they are there or not, and puts a driver below them all; it knows no chip (type 0) of those that are not.
    // Old kernels tell the type to root alone.
    private static bool HasChip(string port)
    {
        try
        {
            return File.ReadAllText(Path.Combine(port, "type")).Trim() != "0";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Directory.Exists(Path.Combine(port, "device", "driver"));
        }
    }

    /// <exception cref="FileNotFoundException">There is no such device.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be used, or somebody else uses it.</exception>
    /// <exception cref="IOException">It is no serial port.</exception>
    public void Open()
    {
        if (IsOpen)
            throw new InvalidOperationException("The port is already open.");
        SafeFileHandle opened = LibC.Open(PortName, LibC.ReadWrite | LibC.NoTerminal | LibC.NonBlocking);
        if (opened.IsInvalid)
        {
            throw Marshal.GetLastPInvokeError() switch
            {
                LibC.NoEntry => new FileNotFoundException($"Could not find file '{PortName}'.", PortName),
                LibC.AccessDenied or LibC.Busy => new UnauthorizedAccessException($"Access to the path '{PortName}' is denied: {LibC.Problem}."),
                _ => new IOException($"{PortName}: {LibC.Problem}"),
            };
        }

        try
        {
            LineSettings.Apply(opened, this);
        }
        catch
        {
            opened.Dispose();
            throw;
        }

        file = opened;
    }

    public void Close() => Dispose();

    /// <summary>Reads what has come, at least one byte.</summary>
    /// <exception cref="TimeoutException">Nothing came in time.</exception>
    /// <exception cref="IOException">The device is gone.</exception>
    public int Read(byte[] buffer, int offset, int count)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        Span<byte> place = buffer.AsSpan(offset, count);
        SafeFileHandle port = Opened();
        long deadline = Deadline(ReadTimeout);
        while (true)
        {
            if (!LibC.Wait(port, LibC.PollIn, Left(deadline)))
                throw new TimeoutException("The operation has timed out.");
            nint got;
            fixed (byte* bytes = place)
                got = LibC.read(port, bytes, place.Length);
            if (got > 0)
                return (int)got;
            if (got == 0 && count > 0)
                throw new IOException($"{PortName}: the device is gone"); // readable and empty: hung up
            Expect(got);
            if (count == 0)
                return 0;
        }
    }

    /// <exception cref="TimeoutException">The other side did not take it in time; a part may be out.</exception>
    /// <exception cref="IOException">The device is gone.</exception>
    public void Write(byte[] buffer, int offset, int count)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        ReadOnlySpan<byte> rest = buffer.AsSpan(offset, count);
        SafeFileHandle port = Opened();
        long deadline = Deadline(WriteTimeout);
        while (rest.Length > 0)
        {
            if (!LibC.Wait(port, LibC.PollOut, Left(deadline)))
                throw new TimeoutException("The operation has timed out.");
            nint put;
            fixed (byte* bytes = rest)
                put = LibC.write(port, bytes, rest.Length);
            if (put > 0)
                rest = rest[(int)put..];
            else
                Expect(put);
            if (rest.Length > 0 && Left(deadline) == 0)
                throw new TimeoutException("The operation has timed out.");
        }
    }

    /// <summary>Writes text as ASCII.</summary>
    public void Write(string text)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        Write(bytes, 0, bytes.Length);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file?.Dispose();
        base.Dispose(disposing);
    }

    private static long Deadline(int timeout) => timeout == InfiniteTimeout ? long.MaxValue : Environment.TickCount64 + timeout;

    private static int Left(long deadline) => deadline == long.MaxValue ? -1 : (int)Math.Max(0, deadline - Environment.TickCount64);

    private SafeFileHandle Opened() => file is { IsClosed: false } port ? port : throw new InvalidOperationException("The port is closed.");

    // Not ready after all, or interrupted: ask again. Everything else is the end of the device.
    private void Expect(nint result)
    {
        if (result < 0 && Marshal.GetLastPInvokeError() is not (LibC.TryAgain or LibC.Interrupted))
            throw new IOException($"{PortName}: {LibC.Problem}");
    }

    private int Waiting(nuint question)
    {
        int bytes;
        return LibC.ioctl(Opened(), question, &bytes) == 0 ? bytes : throw new IOException($"{PortName}: {LibC.Problem}");
    }

    // An open port takes a new setting at once.
    private void Change(Action change)
    {
        change();
        if (IsOpen)
            LineSettings.Apply(Opened(), this);
    }
}
