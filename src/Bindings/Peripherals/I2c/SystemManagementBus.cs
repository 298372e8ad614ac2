using System.Device.Interop;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace System.Device.I2c;

/// <summary>Transfers over buses that know no plain I2C but only the SMBus protocol, as a PC's do: of its forms the one that registers of two bytes need.</summary>
internal static unsafe class SystemManagementBus
{
    // linux/i2c-dev.h, linux/i2c.h
    private const nuint SetDevice = 0x0703; // I2C_SLAVE
    private const nuint Abilities = 0x0705; // I2C_FUNCS
    private const nuint Transfer = 0x0720; // I2C_SMBUS
    private const ulong PlainTransfers = 1; // I2C_FUNC_I2C
    private const uint WordData = 3; // I2C_SMBUS_WORD_DATA
    private const int BlockSize = 34; // union i2c_smbus_data

    /// <summary>Whether a bus knows no plain I2C.</summary>
    internal static bool IsAllOf(SafeFileHandle bus)
    {
        ulong abilities = 0;
        return LibC.ioctl(bus, Abilities, &abilities) == 0 && (abilities & PlainTransfers) == 0;
    }

    /// <summary>Writes a register of two bytes (three bytes out), or reads one (a byte out, two in). False when that fails, or is none of the two.</summary>
    internal static bool TryTransfer(SafeFileHandle bus, int device, ReadOnlySpan<byte> output, Span<byte> input)
    {
        bool reads = output.Length == 1 && input.Length == 2;
        if ((!reads && (output.Length != 3 || input.Length != 0)) || LibC.ioctl(bus, SetDevice, (void*)device) < 0)
            return false;
        byte* data = stackalloc byte[BlockSize]; // the bytes of a word in the order of the line
        output[1..].CopyTo(new Span<byte>(data, BlockSize));
        Request request = new() { IsRead = reads ? (byte)1 : (byte)0, Register = output[0], Form = WordData, Data = data };
        if (LibC.ioctl(bus, Transfer, &request) < 0)
            return false;
        new ReadOnlySpan<byte>(data, input.Length).CopyTo(input);
        return true;
    }

    /// <summary><c>struct i2c_smbus_ioctl_data</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Request
    {
        internal byte IsRead, Register;
        internal uint Form;
        internal byte* Data;
    }
}
