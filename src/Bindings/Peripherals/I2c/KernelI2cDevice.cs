using System.Device.Interop;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace System.Device.I2c;

/// <summary>A device behind the kernel's i2c-dev.</summary>
internal sealed unsafe class KernelI2cDevice(I2cConnectionSettings settings) : I2cDevice
{
    private const nuint CombinedTransfer = 0x0707; // I2C_RDWR
    private const ushort ReadFlag = 1; // I2C_M_RD

    private SafeFileHandle? bus;
    private bool isSmbus;

    public override I2cConnectionSettings ConnectionSettings { get; } = settings;

    public override void Read(Span<byte> buffer) => Transfer([], buffer);

    public override void Write(ReadOnlySpan<byte> buffer) => Transfer(buffer, []);

    public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer) => Transfer(writeBuffer, readBuffer);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            bus?.Dispose();
        base.Dispose(disposing);
    }

    // One transaction on the bus, with a repeated start between writing and reading.
    private void Transfer(ReadOnlySpan<byte> output, Span<byte> input)
    {
        string path = $"/dev/i2c-{ConnectionSettings.BusId}";
        if (bus is null)
        {
            SafeFileHandle opened = LibC.Open(path, LibC.ReadWrite);
            bus = !opened.IsInvalid ? opened : throw new IOException($"{path}: {LibC.Problem}");
            isSmbus = SystemManagementBus.IsAllOf(bus);
        }

        if (isSmbus)
        {
            if (!SystemManagementBus.TryTransfer(bus, ConnectionSettings.DeviceAddress, output, input))
                throw new IOException($"{path}, device 0x{ConnectionSettings.DeviceAddress:x2}: {LibC.Problem}");
            return;
        }

        fixed (byte* written = output, read = input)
        {
            Message* messages = stackalloc Message[2];
            uint count = 0;
            if (output.Length > 0)
                messages[count++] = new Message { Address = (ushort)ConnectionSettings.DeviceAddress, Length = (ushort)output.Length, Bytes = written };
            if (input.Length > 0)
                messages[count++] = new Message { Address = (ushort)ConnectionSettings.DeviceAddress, Flags = ReadFlag, Length = (ushort)input.Length, Bytes = read };
            Transaction transaction = new() { Messages = messages, Count = count };
            if (LibC.ioctl(bus, CombinedTransfer, &transaction) < 0)
                throw new IOException($"{path}, device 0x{ConnectionSettings.DeviceAddress:x2}: {LibC.Problem}");
        }
    }

    /// <summary><c>struct i2c_msg</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        internal ushort Address, Flags, Length;
        internal byte* Bytes;
    }

    /// <summary><c>struct i2c_rdwr_ioctl_data</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Transaction
    {
        internal Message* Messages;
        internal uint Count;
    }
}
