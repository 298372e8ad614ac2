using System.Device.Interop;
using Microsoft.Win32.SafeHandles;

namespace System.IO.Ports;

/// <summary>Brings a terminal line into the state that a port asks for.</summary>
internal static unsafe class LineSettings
{
    // asm-generic/termbits.h
    private const uint XOnXOff = 0x400 | 0x1000; // IXON, IXOFF
    private const uint SizeMask = 0x30;
    private const uint TwoStopBits = 0x40;
    private const uint Receiver = 0x80;
    private const uint ParityBit = 0x100;
    private const uint OddParity = 0x200;
    private const uint IgnoreModem = 0x800;
    private const uint MarkOrSpace = 0x40000000;
    private const uint RtsCts = 0x80000000;
    private const uint CheckParity = 0x10;
    private const int Now = 0;
    private const nuint Exclusive = 0x540C; // TIOCEXCL
    private const int MinimumIndex = 6;
    private const int TimeIndex = 5;

    private static readonly int[] Rates =
    [
        0, 50, 75, 110, 134, 150, 200, 300, 600, 1200, 1800, 2400, 4800, 9600, 19200, 38400,
    ];

    private static readonly int[] HighRates = [57600, 115200, 230400, 460800, 500000, 576000, 921600, 1000000, 1152000, 1500000, 2000000, 2500000, 3000000, 3500000, 4000000];

    /// <exception cref="IOException">It is no terminal line, or does not take the settings.</exception>
    internal static void Apply(SafeFileHandle file, SerialPort port)
    {
        Termios line;
        Check(LibC.tcgetattr(file, &line), port.PortName);
        LibC.cfmakeraw(&line);
        line.Control = (line.Control & ~(SizeMask | TwoStopBits | ParityBit | OddParity | MarkOrSpace | RtsCts)) | Receiver | IgnoreModem | Size(port.DataBits) | ParityOf(port.Parity);
        line.Control |= port.StopBits == StopBits.One ? 0 : TwoStopBits;
        line.Input = (line.Input & ~(XOnXOff | CheckParity)) | (port.Parity == Parity.None ? 0 : CheckParity);
        if (port.Handshake is Handshake.RequestToSend or Handshake.RequestToSendXOnXOff)
            line.Control |= RtsCts;
        if (port.Handshake is Handshake.XOnXOff or Handshake.RequestToSendXOnXOff)
            line.Input |= XOnXOff;
        line.Characters[MinimumIndex] = 0; // a read returns what there is
        line.Characters[TimeIndex] = 0;
        Check(LibC.cfsetspeed(&line, Speed(port.BaudRate)), port.PortName);
        Check(LibC.tcsetattr(file, Now, &line), port.PortName);
        _ = LibC.ioctl(file, Exclusive, null); // a pseudo terminal need not know it
    }

    /// <summary>The constant of a rate, B9600 and the like.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Linux has no constant for it.</exception>
    internal static uint Speed(int baudRate)
    {
        int low = Array.IndexOf(Rates, baudRate), high = Array.IndexOf(HighRates, baudRate);
        if (low <= 0 && high < 0)
            throw new ArgumentOutOfRangeException(nameof(baudRate), baudRate, "Linux has no such standard rate.");
        return low > 0 ? (uint)low : 0x1001 + (uint)high;
    }

    private static uint Size(int dataBits) => (uint)(dataBits - 5) << 4;

    private static uint ParityOf(Parity parity) => parity switch
    {
        Parity.Odd => ParityBit | OddParity,
        Parity.Even => ParityBit,
        Parity.Mark => ParityBit | OddParity | MarkOrSpace,
        Parity.Space => ParityBit | MarkOrSpace,
        _ => 0,
    };

    private static void Check(int status, string port)
    {
        if (status != 0)
            throw new IOException($"{port}: {LibC.Problem}");
    }
}
