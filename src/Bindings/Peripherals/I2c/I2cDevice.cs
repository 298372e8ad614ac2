namespace System.Device.I2c;

/// <summary>A device on a bus.</summary>
public sealed class I2cConnectionSettings
{
    public I2cConnectionSettings(int busId, int deviceAddress)
    {
        BusId = busId;
        DeviceAddress = deviceAddress;
    }

    public int BusId { get; }

    public int DeviceAddress { get; }
}

/// <summary>Talks to one device.</summary>
public abstract class I2cDevice : IDisposable
{
    public abstract I2cConnectionSettings ConnectionSettings { get; }

    /// <summary>The device through the kernel's <c>/dev/i2c-N</c>; opened at the first transfer.</summary>
    public static I2cDevice Create(I2cConnectionSettings settings) => new KernelI2cDevice(settings);

    public virtual byte ReadByte()
    {
        Span<byte> value = stackalloc byte[1];
        Read(value);
        return value[0];
    }

    public abstract void Read(Span<byte> buffer);

    public virtual void WriteByte(byte value) => Write([value]);

    public abstract void Write(ReadOnlySpan<byte> buffer);

    public abstract void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
